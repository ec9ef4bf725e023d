import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { checkoutView } from "../../../checkout/index.ts";
import { chainById, depositAddressOf, formatDecimal, termsFromJson, tokenBySymbol } from "../../../protocol/index.ts";
import { type NewQuote, quoteOfPayment, quotePayment } from "../../../quotes/index.ts";
import { gaslessOffer, submitAuthorization } from "../../../relayer/index.ts";
import type { ApiContext } from "../../context.ts";
import { ApiError } from "../../http/errors.ts";
import {
  authorizationBody,
  authorizationRequestBody,
  checkoutBody,
  errorBody,
  idParams,
  quoteBody,
  quoteRequestBody,
} from "../schemas.ts";
import { followCheckout } from "./follow-checkout.ts";

/** What a payer may do, without a key. */
export function checkoutRoutes(context: ApiContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.get(
      "/v1/checkout/:id",
      {
        schema: {
          operationId: "retrieveCheckout",
          tags: ["Checkout"],
          params: idParams,
          response: { 200: checkoutBody, "4xx": errorBody },
        },
      },
      async (request) => checkoutView(context, request.params.id),
    );

    server.get(
      "/v1/checkout/:id/events",
      {
        schema: {
          operationId: "followCheckout",
          tags: ["Checkout"],
          description: "Server-sent events: the checkout as it is, then after every change, until its state is final.",
          params: idParams,
        },
      },
      async (request, reply) => followCheckout(context, request.params.id, request, reply),
    );

    server.post(
      "/v1/checkout/:id/authorizations",
      {
        schema: {
          operationId: "submitAuthorization",
          tags: ["Checkout"],
          description: "Submits a payer's signature of a quote, so that the payer needs no coin for gas.",
          params: idParams,
          body: authorizationRequestBody,
          response: { 202: authorizationBody, "4xx": errorBody, "5xx": errorBody },
        },
      },
      async (request, reply) => {
        const { quoteId, ...authorization } = request.body;
        const payable = await quoteOfPayment(context, request.params.id, quoteId);
        const { chainId } = payable.quote;
        const relay = context.relays.get(chainId);
        if (!relay) throw new ApiError("CHAIN_NOT_FOUND", `Chain ${chainId} is not offered here.`);
        const relayId = await submitAuthorization(context, relay, payable, authorization);
        return reply.status(202).send({ relayId, status: "PROCESSING" as const });
      },
    );

    server.post(
      "/v1/checkout/:id/quotes",
      {
        schema: {
          operationId: "createQuote",
          tags: ["Checkout"],
          params: idParams,
          body: quoteRequestBody,
          response: { 201: quoteBody, "4xx": errorBody, "5xx": errorBody },
        },
      },
      async (request, reply) => {
        const created = await quotePayment(context, request.params.id, request.body);
        return reply.status(201).send(quoteView(context, created));
      },
    );
  };
}

function quoteView(context: ApiContext, { quote, checkoutToken, paymasterToken }: NewQuote) {
  const chain = chainById(quote.chainId);
  const token = chain && tokenBySymbol(chain, quote.token);
  if (!token) throw new Error(`Quote ${quote.id} is in a token that is not in the table.`);
  return {
    id: quote.id,
    paymentId: quote.paymentId,
    onchainId: quote.onchainId,
    chainId: quote.chainId,
    token: quote.token,
    tokenAddress: token.address,
    decimals: token.decimals,
    router: context.router,
    depositAddress: depositAddressOf(termsFromJson(quote.terms), context.router),
    amountToken: formatDecimal(quote.amountToken, token.decimals),
    exchangeRate: quote.exchangeRate,
    terms: quote.terms,
    expiresAt: quote.expiresAt.toISOString(),
    rpcUrl: `${context.publicUrl}/v1/web3/${quote.chainId}`,
    gasless: gaslessOffer(context, context.relays.get(quote.chainId), quote),
    checkoutToken,
    paymasterUrl: `${context.publicUrl}/v1/paymaster/${paymasterToken}`,
  };
}
