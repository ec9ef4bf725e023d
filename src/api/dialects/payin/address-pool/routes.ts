import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { type Caller, pendingChanges, settlementAddressesOf } from "../../../../access/index.ts";
import { chainSlug } from "../../../../protocol/index.ts";
import { toSecond } from "../../../../schemas/index.ts";
import { callerOf } from "../../../http/authentication.ts";
import { merchantRoute, merchantRoutes, personRoute, personRoutes } from "../../../http/routes.ts";
import { managementOf } from "../../../http/sessions.ts";
import { changeRequestedAddresses, type SettlementRequestsContext } from "../../../http/settlement-requests.ts";
import { errorBody, sendError } from "../errors.ts";
import { pageOfWhole, pageQuery } from "../pages.ts";
import { importAddressesBody, importedAddressesBody, payoutAddressListBody, poolStatusBody } from "./schemas.ts";

const errors = { tags: ["PayIn API"], errors: errorBody } as const;

/** `/address-pool`: addresses of orders are derived and never run out, so that its addresses are those that a merchant is paid to. */
export function addressPoolRoutes(context: SettlementRequestsContext): FastifyPluginAsyncZod {
  return async (server) => {
    await server.register(readingRoutes(context));
    await server.register(importRoutes(context));
  };
}

function readingRoutes(context: SettlementRequestsContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.get(
      "/api/v1/address-pool/status",
      merchantRoute({
        scope: "organization:write",
        operationId: "retrievePoolStatus",
        summary: "Get pool status",
        description: "There is no pool to run out.",
        response: { 200: poolStatusBody },
        ...errors,
      }),
      async (request) => {
        const payout = await payoutAddresses(context, callerOf(request).organization);
        const payoutAddressCount = payout.filter(({ status }) => status === "active").length;
        return { mode: "derived", available: "unlimited", payoutAddresses: payoutAddressCount } as const;
      },
    );

    server.get(
      "/api/v1/address-pool/addresses",
      merchantRoute({
        scope: "organization:write",
        operationId: "listPoolAddresses",
        summary: "List addresses",
        description: "Where your own shares are paid to, and what will take their place.",
        querystring: pageQuery,
        response: { 200: payoutAddressListBody },
        ...errors,
      }),
      async (request) => pageOfWhole(request.query, await payoutAddresses(context, callerOf(request).organization)),
    );
  });
}

function importRoutes(context: SettlementRequestsContext): FastifyPluginAsyncZod {
  return personRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.post(
      "/api/v1/address-pool/import",
      personRoute({
        roles: ["owner", "admin"],
        isFresh: true,
        isStrong: true,
        operationId: "importPoolAddresses",
        summary: "Import addresses",
        description:
          "Registers where your own shares are paid to: on one chain, or on all without one of their own. It takes effect after 24 hours, in which all owners hear of it.",
        body: importAddressesBody,
        response: { 201: importedAddressesBody },
        ...errors,
      }),
      async (request, reply) => {
        const changes = request.body.addresses.map(({ address, chainId = null }) => ({ address, chainId }));
        await changeRequestedAddresses(context, request, changes);
        const addresses = await payoutAddresses(context, managementOf(request).organization);
        return reply.status(201).send({ imported: changes.length, addresses });
      },
    );
  });
}

type Payout = {
  readonly address: string;
  readonly chainId: string | null;
  readonly status: "active" | "pending";
  readonly effectiveAt?: string;
};

/** Those in force, then those that wait. */
async function payoutAddresses({ database, clock }: SettlementRequestsContext, organization: Caller["organization"]) {
  const now = clock();
  const { everywhere, byChain } = await settlementAddressesOf(database, organization, now);
  const pending = await pendingChanges(database, organization.id, now);
  const payout: Payout[] = [{ address: everywhere, chainId: null, status: "active" }];
  for (const [chainId, address] of Object.entries(byChain)) {
    payout.push({ address, chainId: chainSlug(Number(chainId)), status: "active" });
  }
  for (const { chainId, address, effectiveAt } of pending) {
    if (address === null) continue;
    const slug = chainId === null ? null : chainSlug(chainId);
    payout.push({ address, chainId: slug, status: "pending", effectiveAt: toSecond(effectiveAt) });
  }
  return payout;
}
