import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createRecoveriesReader,
  type Recoveries,
  type RecoveriesContext,
  type RecoveriesReader,
  requestRecoveries,
} from "../../../deposits/index.ts";
import type { ChainsContext } from "../../chains.ts";
import { allowAnyOrigin } from "../../http/any-origin.ts";
import { ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { type MerchantContext, merchantRoute, merchantRoutes, publicRoute } from "../../http/routes.ts";
import { claimsBody, recoveriesBody, recoveriesQuery } from "./schemas.ts";

/** Reads recoveries for all routes of a server. */
export function recoveriesReader(context: RecoveriesContext & ChainsContext): RecoveriesReader {
  return createRecoveriesReader(context, () => context.services.values());
}

const description =
  "The balances of the payment's deposit addresses, on any chain, that do not pay it: why, whom each goes to, who may send for it, and the transaction that recovers it.";

/** `claims` is the older name, of the path and in the body. */
const older = { hide: true, params: idParams } as const;
const inOlderWords = ({ recoveries, ...rest }: Recoveries) => ({ claims: recoveries, ...rest });

/** Money that was sent late, in the wrong token, on the wrong chain, too much or too little: for merchants. */
export function recoveryRoutes(context: MerchantContext, reader: RecoveriesReader): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/payments/:id/recoveries",
      merchantRoute({
        scope: "payments:read",
        operationId: "listRecoveries",
        summary: "List recoveries",
        tags: ["Payments"],
        description,
        params: idParams,
        querystring: recoveriesQuery,
        response: { 200: recoveriesBody },
      }),
      async (request) => reader.read(request.params.id, request.query, ownerOf(request)),
    );

    server.post(
      "/v1/payments/:id/recoveries",
      merchantRoute({
        scope: "payments:write",
        operationId: "requestRecoveries",
        summary: "Request recoveries",
        tags: ["Payments"],
        description:
          "Has the server submit every recovery that needs no particular sender, small amounts too where they are worth twice their gas, as soon as the router allows it. Answers the balances of now.",
        params: idParams,
        response: { 202: recoveriesBody },
      }),
      async (request, reply) => {
        await requestRecoveries(context, request.params.id, ownerOf(request));
        return reply.status(202).send(await reader.read(request.params.id, {}, ownerOf(request)));
      },
    );

    server.get(
      "/v1/payments/:id/claims",
      merchantRoute({
        scope: "payments:read",
        operationId: "listClaims",
        summary: "List recoveries",
        description: "The older name of listRecoveries.",
        tags: ["Payments"],
        ...older,
        querystring: recoveriesQuery,
        response: { 200: claimsBody },
      }),
      async (request) => inOlderWords(await reader.read(request.params.id, request.query, ownerOf(request))),
    );

    server.post(
      "/v1/payments/:id/claims",
      merchantRoute({
        scope: "payments:write",
        operationId: "requestClaims",
        summary: "Request recoveries",
        description: "The older name of requestRecoveries.",
        tags: ["Payments"],
        ...older,
        response: { 202: claimsBody },
      }),
      async (request, reply) => {
        await requestRecoveries(context, request.params.id, ownerOf(request));
        return reply.status(202).send(inOlderWords(await reader.read(request.params.id, {}, ownerOf(request))));
      },
    );
  });
}

/** The same for payers, who may read them and send for themselves. */
export function checkoutRecoveryRoutes(reader: RecoveriesReader): FastifyPluginAsyncZod {
  return async (server) => {
    allowAnyOrigin(server);
    server.get(
      "/v1/checkout/:id/recoveries",
      publicRoute({
        operationId: "listCheckoutRecoveries",
        summary: "List recoveries for the payer",
        tags: ["Checkout"],
        description,
        params: idParams,
        querystring: recoveriesQuery,
        response: { 200: recoveriesBody },
      }),
      async (request) => reader.read(request.params.id, request.query),
    );

    server.get(
      "/v1/checkout/:id/claims",
      publicRoute({
        operationId: "listCheckoutClaims",
        summary: "List recoveries for the payer",
        description: "The older name of listCheckoutRecoveries.",
        tags: ["Payments"],
        ...older,
        querystring: recoveriesQuery,
        response: { 200: claimsBody },
      }),
      async (request) => inOlderWords(await reader.read(request.params.id, request.query)),
    );
  };
}
