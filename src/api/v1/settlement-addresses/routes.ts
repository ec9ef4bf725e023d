import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { cancelAddressChange } from "../../../access/index.ts";
import { ApiError } from "../../http/errors.ts";
import { personRoute, personRoutes } from "../../http/routes.ts";
import { managementOf } from "../../http/sessions.ts";
import { changeRequestedAddresses, type SettlementRequestsContext } from "../../http/settlement-requests.ts";
import { organizationBody } from "../organization/schemas.ts";
import { organizationView } from "../organization/view.ts";
import { settlementAddressParams, settlementAddressRequestBody } from "./schemas.ts";

const hour = 60 * 60_000;

/** Where an organization's money goes: people who signed in strongly change it, after a delay that all see. */
export function settlementAddressRoutes(context: SettlementRequestsContext): FastifyPluginAsyncZod {
  const asked = { roles: ["owner", "admin"], isFresh: true, isStrong: true } as const;
  return personRoutes(context, async (server) => {
    server.put(
      "/v1/organization/settlement-addresses/:chain",
      personRoute({
        ...asked,
        operationId: "changeSettlementAddress",
        summary: "Change a settlement address",
        description:
          "Where your own shares are paid to, after a delay in which all owners hear of it and the change can be taken back. Payments that are open keep what they have.",
        tags: ["Organization"],
        params: settlementAddressParams,
        body: settlementAddressRequestBody,
        response: { 200: organizationBody },
      }),
      async (request) => {
        const { organization } = managementOf(request);
        const { address, delayHours } = request.body;
        const chainId = request.params.chain === "default" ? null : request.params.chain;
        await changeRequestedAddresses(context, request, [{ chainId, address, delay: delayHours * hour }]);
        return organizationView(context, organization);
      },
    );

    server.delete(
      "/v1/organization/settlement-addresses/:chain/pending",
      personRoute({
        roles: asked.roles,
        isFresh: true,
        operationId: "cancelSettlementAddressChange",
        summary: "Take a change back",
        description: "The change of this settlement address that waits does not come.",
        tags: ["Organization"],
        params: settlementAddressParams,
        response: { 200: organizationBody },
      }),
      async (request) => {
        const { organization, manager } = managementOf(request);
        const chainId = request.params.chain === "default" ? null : request.params.chain;
        const isCancelled = await cancelAddressChange(context, organization.id, chainId, manager.actor);
        if (!isCancelled) throw new ApiError("ADDRESS_CHANGE_NOT_FOUND", "No change of this address waits.");
        return organizationView(context, organization);
      },
    );
  });
}
