import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listRecoveries, requestRecoveries } from "../../../deposits/index.ts";
import type { Clock } from "../../../runtime/index.ts";
import type { Database, Owner } from "../../../store/index.ts";
import type { ChainsContext } from "../../chains.ts";
import { ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/fields.ts";
import { type MerchantContext, merchantRoute, merchantRoutes, publicRoute } from "../../http/routes.ts";
import { claimsBody } from "./schemas.ts";

type RecoveriesContext = ChainsContext & { readonly database: Database; readonly clock: Clock };

const description =
  "The balances of the payment's deposit addresses, on any chain, that do not pay it: why, whom each goes to, who may send for it, and the transaction that recovers it.";

/** Money that was sent late, in the wrong token, on the wrong chain, too much or too little: for merchants. */
export function recoveryRoutes(context: MerchantContext & ChainsContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/payments/:id/claims",
      merchantRoute({
        scope: "payments:read",
        operationId: "listClaims",
        tags: ["Payments"],
        description,
        params: idParams,
        response: { 200: claimsBody },
      }),
      async (request) => recoveriesOf(context, request.params.id, ownerOf(request)),
    );

    server.post(
      "/v1/payments/:id/claims",
      merchantRoute({
        scope: "payments:write",
        operationId: "requestClaims",
        tags: ["Payments"],
        description:
          "Has the server submit every recovery that needs no particular sender, small amounts too, as soon as the router allows it. Answers the balances of now.",
        params: idParams,
        response: { 202: claimsBody },
      }),
      async (request, reply) => {
        const owner = ownerOf(request);
        await requestRecoveries(context, request.params.id, owner);
        return reply.status(202).send(await recoveriesOf(context, request.params.id, owner));
      },
    );
  });
}

/** The same for payers, who may look and send for themselves. */
export function checkoutRecoveryRoutes(context: RecoveriesContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.get(
      "/v1/checkout/:id/claims",
      publicRoute({
        operationId: "listCheckoutClaims",
        tags: ["Checkout"],
        description,
        params: idParams,
        response: { 200: claimsBody },
      }),
      async (request) => recoveriesOf(context, request.params.id),
    );
  };
}

/** `claims` is the older name on the wire. */
async function recoveriesOf(context: RecoveriesContext, paymentId: string, owner?: Owner) {
  const { recoveries, unreadChains } = await listRecoveries(context, context.services.values(), paymentId, owner);
  return { claims: recoveries, unreadChains };
}
