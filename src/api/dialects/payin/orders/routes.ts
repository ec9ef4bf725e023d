import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { findPayment, type LoadedPayment, PaymentNotFoundError, searchPayments } from "../../../../payments/index.ts";
import { firstQuotes } from "../../../../quotes/index.ts";
import { callerOf, ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { runOf } from "../../../http/idempotency.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { offsetOf, pageView } from "../pages.ts";
import { createOrder, type OrdersContext } from "./create-order.ts";
import { createOrderBody, orderBody, orderListBody, orderListQuery } from "./schemas.ts";
import { orderView, sourceType, statusesOf, uuidOfOrder } from "./translate.ts";

/** `/orders`: payments of one token on one chain, each with an address of its own. */
export function orderRoutes(context: MerchantContext & OrdersContext): FastifyPluginAsyncZod {
  /** One that never got its address was never answered. */
  const viewsOf = async (orders: readonly LoadedPayment[]) => {
    const quotes = await firstQuotes(
      context.database,
      orders.map(({ payment }) => payment.id),
    );
    return orders.flatMap((order) => {
      const quote = quotes.get(order.payment.id);
      return quote === undefined ? [] : [orderView(order, quote)];
    });
  };

  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.post(
      "/api/v1/orders",
      merchantRoute({
        scope: "payments:write",
        operationId: "createOrder",
        summary: "Create an order",
        description:
          "Asks for an amount of one stablecoin on one chain, to be transferred to `address` within 15 minutes.",
        tags: ["PayIn API"],
        body: createOrderBody,
        response: { 201: orderBody },
        errors: errorBody,
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const { loaded, quote } = await createOrder(context, organization, mode, request.body, runOf(request));
        return reply.status(201).send(orderView(loaded, quote));
      },
    );

    server.get(
      "/api/v1/orders",
      merchantRoute({
        scope: "payments:read",
        operationId: "listOrders",
        summary: "List orders",
        description: "By page, filtered and sorted; the newest first by default.",
        tags: ["PayIn API"],
        querystring: orderListQuery,
        response: { 200: orderListBody },
        errors: errorBody,
      }),
      async (request) => {
        const { status, currency, chainId, orderReference, sortBy, sortOrder, limit } = request.query;
        const search = {
          sourceType,
          statuses: status && statusesOf(status),
          currency,
          chainId,
          externalId: orderReference,
        };
        const page = { offset: offsetOf(request.query), limit, sortBy, ascending: sortOrder === "asc" };
        const { payments, total } = await searchPayments(context.database, ownerOf(request), search, page);
        return pageView(request.query, await viewsOf(payments), total);
      },
    );

    server.get(
      "/api/v1/orders/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveOrder",
        summary: "Retrieve an order",
        description: "The order as it is now.",
        tags: ["PayIn API"],
        params: idParams,
        response: { 200: orderBody },
        errors: errorBody,
      }),
      async (request) => {
        const { id } = request.params;
        const uuid = uuidOfOrder(id);
        const loaded = uuid && (await findPayment(context.database, uuid, ownerOf(request)));
        const [view] = loaded && loaded.payment.sourceType === sourceType ? await viewsOf([loaded]) : [];
        if (!view) throw new PaymentNotFoundError(id);
        return view;
      },
    );
  });
}
