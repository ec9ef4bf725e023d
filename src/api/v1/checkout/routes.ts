import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { payerBalances } from "../../../checkout/index.ts";
import type { PaymentFeed, PaymentsContext } from "../../../payments/index.ts";
import { type QuotesContext, quoteOfPayment, quotePayment } from "../../../quotes/index.ts";
import { submitAuthorization } from "../../../relayer/index.ts";
import { type ChainsContext, servicesOf } from "../../chains.ts";
import { allowAnyOrigin } from "../../http/any-origin.ts";
import { idParams } from "../../http/id-params.ts";
import { addressSubject, hashOfSubject } from "../../http/limits/index.ts";
import { publicRoute } from "../../http/routes.ts";
import { createCheckoutStreams } from "./checkout-streams.ts";
import {
  authorizationBody,
  authorizationRequestBody,
  balancesBody,
  balancesQuery,
  checkoutBody,
  eventsBody,
  quoteBody,
  quoteRequestBody,
} from "./schemas.ts";
import { checkoutAnswer, type QuoteViewContext, quoteView } from "./view.ts";

export type CheckoutContext = PaymentsContext &
  QuotesContext &
  ChainsContext &
  QuoteViewContext & {
    /** Notifies of changes, for browsers that follow a payment. */
    readonly feed: PaymentFeed;
  };

/** What a payer may do, without a key. */
export function checkoutRoutes(context: CheckoutContext): FastifyPluginAsyncZod {
  return async (server) => {
    allowAnyOrigin(server);
    const { feed } = context;
    const streams = createCheckoutStreams({ feed, render: (id) => checkoutAnswer(context, id) }, server.log);
    server.get(
      "/v1/checkout/:id",
      publicRoute({
        operationId: "retrieveCheckout",
        summary: "Retrieve a checkout",
        description: "What a payer may see of a payment: no fees, metadata or external id.",
        tags: ["Checkout"],
        params: idParams,
        response: { 200: checkoutBody },
      }),
      async (request) => checkoutAnswer(context, request.params.id),
    );

    server.get(
      "/v1/checkout/:id/balances",
      publicRoute({
        operationId: "retrievePayerBalances",
        summary: "Look up a payer's balances",
        description: "What an account holds of each token that the payment can be paid in, on every accepted chain.",
        failures: [409],
        tags: ["Checkout"],
        params: idParams,
        querystring: balancesQuery,
        response: { 200: balancesBody },
      }),
      async (request) => ({ balances: await payerBalances(context, request.params.id, request.query.account) }),
    );

    server.get(
      "/v1/checkout/:id/events",
      publicRoute({
        operationId: "followCheckout",
        summary: "Follow a checkout",
        tags: ["Checkout"],
        description: "Server-sent events: the checkout as it is, then after every change, until its state is final.",
        params: idParams,
        response: { 200: eventsBody },
      }),
      async (request, reply) => {
        const stream = await streams.follow(request.params.id, addressSubject(request.ip).id);
        reply.raw.once("close", () => stream.destroy());
        if (reply.raw.destroyed) stream.destroy();
        return reply.type("text/event-stream").header("x-accel-buffering", "no").send(stream);
      },
    );

    server.post(
      "/v1/checkout/:id/authorizations",
      publicRoute({
        operationId: "submitAuthorization",
        summary: "Submit a signature",
        failures: [409, 422],
        tags: ["Checkout"],
        description: "Submits a payer's signature of a quote, so that the payer needs no native token for gas.",
        params: idParams,
        body: authorizationRequestBody,
        response: { 202: authorizationBody },
      }),
      async (request, reply) => {
        const { quoteId, ...authorization } = request.body;
        const payable = await quoteOfPayment(context, request.params.id, quoteId);
        const services = servicesOf(context, payable.quote.chainId);
        const relayId = await submitAuthorization(context, services, payable, authorization);
        return reply.status(202).send({ relayId, status: payable.payment.status });
      },
    );

    server.post(
      "/v1/checkout/:id/quotes",
      {
        ...publicRoute({
          operationId: "createQuote",
          summary: "Create a quote",
          description:
            "Binds the payment to a chain, a token and an amount, with a deposit address for plain transfers.",
          failures: [409],
          tags: ["Checkout"],
          params: idParams,
          body: quoteRequestBody,
          response: { 201: quoteBody },
        }),
        config: { group: "quotes" },
      },
      async (request, reply) => {
        const created = await quotePayment(context, request.params.id, {
          ...request.body,
          requestedFrom: hashOfSubject(addressSubject(request.ip)),
        });
        // It shows tokens, once.
        return reply
          .status(201)
          .header("cache-control", "no-store")
          .send(await quoteView(context, created));
      },
    );
  };
}
