import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { cancelPayment } from "../../payments/cancel-payment.ts";
import { createPayment } from "../../payments/create-payment.ts";
import { loadPayment } from "../../payments/load-payment.ts";
import { merchantView } from "../../payments/merchant-view.ts";
import { callerOf, requireKey } from "../authentication.ts";
import type { ApiContext } from "../context.ts";
import { createPaymentBody, errorBody, idParams, paymentBody } from "../schemas.ts";

/** What a merchant's server does with payments. */
export function paymentRoutes(context: ApiContext): FastifyPluginAsyncZod {
  const { checkoutUrl } = context;
  return async (server) => {
    server.addHook("preParsing", requireKey(context));

    server.post(
      "/v1/payments",
      {
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
        const created = await createPayment(context, merchant, mode, request.body);
        return reply.status(201).send(merchantView(created, checkoutUrl));
      },
    );

    server.get(
      "/v1/payments/:id",
      {
        schema: {
          operationId: "retrievePayment",
          tags: ["Payments"],
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 200: paymentBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const { merchant, mode } = callerOf(request);
        const owner = { merchantId: merchant.id, mode };
        return merchantView(await loadPayment(context.database, request.params.id, owner), checkoutUrl);
      },
    );

    server.delete(
      "/v1/payments/:id",
      {
        schema: {
          operationId: "cancelPayment",
          tags: ["Payments"],
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 200: paymentBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const { merchant, mode } = callerOf(request);
        const owner = { merchantId: merchant.id, mode };
        return merchantView(await cancelPayment(context, request.params.id, owner), checkoutUrl);
      },
    );
  };
}
