import type { FastifyReply } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { quoteByPaymasterToken } from "../../quotes/index.ts";
import { askPaymaster, isPaymasterMethod } from "../../user-operations/index.ts";
import type { RouteContext } from "../context.ts";
import { ApiError } from "../http/errors.ts";
import { answerRpc, methodMissing, rpcBody } from "./json-rpc.ts";

const params = z.object({ token: z.string().max(100) });

/**
 * The ERC-7677 paymaster service that a payer's wallet is told of (EIP-5792 `paymasterService`). The wallet knows nothing but the URL, so
 * what opens it is part of it: a token that sponsors one quote and can do nothing else.
 */
export function paymasterRoutes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    const path = "/v1/paymaster/:token";
    server.post(path, { schema: { hide: true, params, body: rpcBody } }, async (request, reply) => {
      allowAnyOrigin(reply);
      const quote = await quoteByPaymasterToken(context, request.params.token);
      const relay = context.relays.get(quote.chainId);
      if (!relay) throw new ApiError("CHAIN_NOT_FOUND", `Chain ${quote.chainId} is not offered here.`);
      return answerRpc(request.body, async ({ method, params }) => {
        if (!isPaymasterMethod(method)) throw methodMissing(method);
        return askPaymaster(context, relay, { quoteId: quote.id }, method, params);
      });
    });

    server.options(path, { schema: { hide: true, params } }, async (_request, reply) => {
      allowAnyOrigin(reply);
      return reply
        .status(204)
        .header("access-control-allow-methods", "POST")
        .header("access-control-allow-headers", "content-type")
        .header("access-control-max-age", "86400")
        .send();
    });
  };
}

/** Wallets ask from pages and extensions of their own. No cookie or other standing right is at stake: the URL is all that counts. */
function allowAnyOrigin(reply: FastifyReply): void {
  reply.header("access-control-allow-origin", "*");
}
