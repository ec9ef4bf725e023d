import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { cancelPayment, createPayment, listPayments, loadPayment, merchantView } from "../../../payments/index.ts";
import type { RouteContext } from "../../context.ts";
import { callerOf, ownerOf, requireKey } from "../../http/authentication.ts";
import { acceptIdempotencyKeys, runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { createPaymentBody, errorBody, idParams, paymentBody, paymentListBody, paymentListQuery } from "../schemas.ts";

/** What a merchant's server does with payments. */
export function paymentRoutes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.addHook("preParsing", requireKey(context));
    acceptIdempotencyKeys(server, context);

    server.post(
      "/v1/payments",
      {
        config: { scope: "payments:write" },
        schema: {
          operationId: "createPayment",
          tags: ["Payments"],
          security: [{ apiKey: [] }],
          body: createPaymentBody,
          response: { 201: paymentBody, "4xx": errorBody },
        },
      },
      async (request, reply) => {
        const { merchant, mode } = callerOf(request);
        const created = await createPayment(context, merchant, mode, request.body, runOf(request));
        return reply.status(201).send(merchantView(context, created));
      },
    );

    server.get(
      "/v1/payments",
      {
        config: { scope: "payments:read" },
        schema: {
          operationId: "listPayments",
          tags: ["Payments"],
          security: [{ apiKey: [] }],
          querystring: paymentListQuery,
          response: { 200: paymentListBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) => {
          const payments = await listPayments(context.database, owner, filter, page);
          return payments.map((loaded) => merchantView(context, loaded));
        });
      },
    );

    server.get(
      "/v1/payments/:id",
      {
        config: { scope: "payments:read" },
        schema: {
          operationId: "retrievePayment",
          tags: ["Payments"],
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 200: paymentBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const owner = ownerOf(request);
        return merchantView(context, await loadPayment(context.database, request.params.id, owner));
      },
    );

    server.delete(
      "/v1/payments/:id",
      {
        config: { scope: "payments:write" },
        schema: {
          operationId: "cancelPayment",
          tags: ["Payments"],
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 200: paymentBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const owner = ownerOf(request);
        return merchantView(context, await cancelPayment(context, request.params.id, owner, runOf(request)));
      },
    );
  };
}
