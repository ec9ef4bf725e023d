import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listRecoveries, requestRecoveries } from "../../../deposits/index.ts";
import type { Owner } from "../../../store/index.ts";
import type { RouteContext } from "../../context.ts";
import { ownerOf, requireKey } from "../../http/authentication.ts";
import { acceptIdempotencyKeys } from "../../http/idempotency.ts";
import { claimsBody, errorBody, idParams } from "../schemas.ts";

const description =
  "Money that stands at the payment's deposit addresses, on any chain, and does not pay it: why, whom it goes to, who may send for it, and the transaction that takes it out.";

/** Money that was sent late, in the wrong token, on the wrong chain, too much or too little: for merchants. */
export function claimRoutes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.addHook("preParsing", requireKey(context));
    acceptIdempotencyKeys(server, context);

    server.get(
      "/v1/payments/:id/claims",
      {
        config: { scope: "payments:read" },
        schema: {
          operationId: "listClaims",
          tags: ["Payments"],
          description,
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 200: claimsBody, "4xx": errorBody },
        },
      },
      async (request) => recoveriesOf(context, request.params.id, ownerOf(request)),
    );

    server.post(
      "/v1/payments/:id/claims",
      {
        config: { scope: "payments:write" },
        schema: {
          operationId: "requestClaims",
          tags: ["Payments"],
          description:
            "Has the server send for what anybody may send for, small amounts too, as soon as the router lets it go. Answers what stands there now.",
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 202: claimsBody, "4xx": errorBody },
        },
      },
      async (request, reply) => {
        const owner = ownerOf(request);
        await requestRecoveries(context, request.params.id, owner);
        return reply.status(202).send(await recoveriesOf(context, request.params.id, owner));
      },
    );
  };
}

/** The same for payers, who may look and send for themselves. */
export function checkoutClaimRoutes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.get(
      "/v1/checkout/:id/claims",
      {
        schema: {
          operationId: "listCheckoutClaims",
          tags: ["Checkout"],
          description,
          params: idParams,
          response: { 200: claimsBody, "4xx": errorBody },
        },
      },
      async (request) => recoveriesOf(context, request.params.id),
    );
  };
}

/** `claims` is the older name on the wire. */
async function recoveriesOf(context: RouteContext, paymentId: string, owner?: Owner) {
  const { recoveries, unreadChains } = await listRecoveries(context, context.relays.values(), paymentId, owner);
  return { claims: recoveries, unreadChains };
}
