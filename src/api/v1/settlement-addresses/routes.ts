import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { Address } from "viem";
import {
  cancelAddressChange,
  changeSettlementAddress,
  defaultDelay,
  lostRecipients,
  RecipientLostError,
  RoleInsufficientError,
  settlementAddressesOf,
} from "../../../access/index.ts";
import { chainsWithoutContract } from "../../../chain/index.ts";
import type { PaymentsContext } from "../../../payments/index.ts";
import type { Organization } from "../../../store/index.ts";
import { type ChainsContext, servicesOf } from "../../chains.ts";
import { ApiError } from "../../http/errors.ts";
import { type MerchantContext, personRoute, personRoutes } from "../../http/routes.ts";
import { managementOf } from "../../http/sessions.ts";
import { organizationBody } from "../organization/schemas.ts";
import { organizationView } from "../organization/view.ts";
import { settlementAddressParams, settlementAddressRequestBody } from "./schemas.ts";

type Context = MerchantContext & ChainsContext & Pick<PaymentsContext, "reserved">;

const hour = 60 * 60_000;

/** Where an organization's money goes: people who signed in strongly change it, after a delay that all see. */
export function settlementAddressRoutes(context: Context): FastifyPluginAsyncZod {
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
        const { organization, role, manager } = managementOf(request);
        const { address, delayHours } = request.body;
        const chainId = request.params.chain === "default" ? null : request.params.chain;
        const delay = delayHours * hour;
        if (delay !== defaultDelay && role !== "owner") throw new RoleInsufficientError(role, "owner");
        if (chainId !== null) servicesOf(context, chainId);
        if (address === null && chainId === null) {
          throw invalid("there is no organization without an address");
        }
        if (address !== null) await requireUsable(context, organization, chainId, address);
        await changeSettlementAddress(context, organization.id, { chainId, address, delay }, manager.actor);
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

/** Throws where money sent to an address would be lost, or is a contract's that does not exist on a chain that it would be for. */
async function requireUsable(
  context: Context,
  organization: Organization,
  chainId: number | null,
  address: Address,
): Promise<void> {
  for (const [lost, reason] of await lostRecipients(context, [address])) throw new RecipientLostError(lost, reason);
  const { byChain } = await settlementAddressesOf(context.database, organization, context.clock());
  const isConcerned = (id: number) => (chainId === null ? !(id in byChain) : id === chainId);
  const missing = (await chainsWithoutContract([...context.services.values()], address)).filter(({ id }) =>
    isConcerned(id),
  );
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    throw invalid(`it is a contract that does not exist on ${names}: give these chains an address of their own first`);
  }
}

function invalid(message: string): ApiError {
  const errors = [{ path: ["address"], message }];
  return new ApiError("VALIDATION_FAILED", "The request is not valid: see errors.", { errors });
}
