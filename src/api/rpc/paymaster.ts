import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { quoteByPaymasterToken } from "../../quotes/index.ts";
import { text } from "../../schemas/index.ts";
import { askPaymaster, isPaymasterMethod, type UserOperationsContext } from "../../user-operations/index.ts";
import { type ChainsContext, servicesOf } from "../chains.ts";
import { allowAnyOrigin } from "../http/any-origin.ts";
import { acceptJsonBodies } from "../http/json-body.ts";
import { type Limiter, payerSubject } from "../http/limits/index.ts";
import { publicRoute } from "../http/routes.ts";
import { countCalls } from "./count-calls.ts";
import { answerRpc, methodMissing, rpcAnswerBody, rpcBody } from "./json-rpc.ts";
import { keepIds } from "./rpc-id.ts";

const params = z.object({ token: text(100) });

/**
 * The ERC-7677 paymaster service for a payer's wallet (EIP-5792 `paymasterService`). The wallet knows nothing but the URL, so the token is
 * part of it: it sponsors one quote and can do nothing else.
 */
export function paymasterRoutes(
  context: UserOperationsContext & ChainsContext & { readonly limiter: Limiter },
): FastifyPluginAsyncZod {
  return async (server) => {
    acceptJsonBodies(server, keepIds);
    // Wallets ask from pages and extensions of their own.
    allowAnyOrigin(server);
    const path = "/v1/paymaster/:token";
    const route = publicRoute({
      operationId: "callPaymaster",
      tags: ["Checkout"],
      summary: "Call the paymaster",
      description:
        "The ERC-7677 paymaster service at a quote's `paymasterUrl`, for the payer's wallet (EIP-5792 `paymasterService`): it sponsors that quote alone. Errors of calls are answered with 200, in the form of JSON-RPC.",
      failures: [401],
      params,
      body: rpcBody,
      response: { 200: rpcAnswerBody },
    });
    server.post(path, route, async (request, reply) => {
      const quote = await quoteByPaymasterToken(context, request.params.token);
      countCalls(context, request, reply, payerSubject(quote.paymentId, request.ip));
      const services = servicesOf(context, quote.chainId);
      return answerRpc(request.body, async ({ method, params }) => {
        if (!isPaymasterMethod(method)) throw methodMissing(method);
        return askPaymaster(context, services, { quoteId: quote.id }, method, params);
      });
    });
  };
}
