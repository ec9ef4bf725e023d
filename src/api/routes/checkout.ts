import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { type NewQuote, quotePayment } from "../../payments/quote-payment.ts";
import { termsFromJson } from "../../payments/terms.ts";
import { chainById, depositAddressOf, formatDecimal, tokenBySymbol } from "../../protocol/index.ts";
import type { ApiContext } from "../context.ts";
import { errorBody, idParams, quoteBody, quoteRequestBody } from "../schemas.ts";

/** What a payer may do, without a key. */
export function checkoutRoutes(context: ApiContext): FastifyPluginAsyncZod {
  return async (server) => {
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

function quoteView(context: ApiContext, { quote, checkoutToken }: NewQuote) {
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
    checkoutToken,
  };
}
