import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { invoicesOfCustomer } from "../../../invoices/index.ts";
import {
  cancelPayment,
  createPayment,
  type LoadedPayment,
  listPayments,
  loadPayment,
  type PaymentsContext,
  paymentSnapshot,
} from "../../../payments/index.ts";
import { callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { createPaymentBody, paymentBody, paymentListBody, paymentListQuery } from "./schemas.ts";
import { merchantView } from "./view.ts";

/** What a merchant's server does with payments. */
export function paymentRoutes(context: MerchantContext & PaymentsContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedPayment) => merchantView(context, paymentSnapshot(context, loaded));
  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/payments",
      merchantRoute({
        scope: "payments:write",
        operationId: "createPayment",
        summary: "Create a payment",
        description:
          "Asks for an amount in fiat, for yourself and up to five sellers. The customer pays at `paymentUrl`.",
        tags: ["Payments"],
        body: createPaymentBody,
        response: { 201: paymentBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const created = await createPayment(context, organization, mode, request.body, runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      "/v1/payments",
      merchantRoute({
        scope: "payments:read",
        operationId: "listPayments",
        summary: "List payments",
        description:
          "The newest first, filtered by state, external id, chain, token, transaction or time, or searched by whatever you know of one.",
        tags: ["Payments"],
        querystring: paymentListQuery,
        response: { 200: paymentListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        // A mail address is a customer's: what its invoices asked for.
        const searchSources = await invoicesOfCustomer(context.database, owner, filter.search);
        return readPage({ cursor, limit }, async (page) => {
          const payments = await listPayments(context.database, owner, { ...filter, searchSources }, page);
          return payments.map(viewOf);
        });
      },
    );

    server.get(
      "/v1/payments/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrievePayment",
        summary: "Retrieve a payment",
        description: "The payment as it is now, with its attempts and its finality.",
        tags: ["Payments"],
        params: idParams,
        response: { 200: paymentBody },
      }),
      async (request) => {
        const owner = ownerOf(request);
        return viewOf(await loadPayment(context.database, request.params.id, owner));
      },
    );

    server.delete(
      "/v1/payments/:id",
      merchantRoute({
        scope: "payments:write",
        operationId: "cancelPayment",
        summary: "Cancel a payment",
        description: "Only an ACTIVE payment that nobody is paying can be cancelled.",
        tags: ["Payments"],
        params: idParams,
        response: { 200: paymentBody },
      }),
      async (request) => {
        const owner = ownerOf(request);
        return viewOf(await cancelPayment(context, request.params.id, owner, runOf(request)));
      },
    );
  });
}
