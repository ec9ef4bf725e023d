import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { Hex } from "viem";
import { loadPayment } from "../../../payments/index.ts";
import {
  cancelRefund,
  createRefund,
  type LoadedRefund,
  listRefunds,
  loadRefund,
  nameTransaction,
  type RefundsContext,
  renewAddressLink,
} from "../../../refunds/index.ts";
import { actorOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  createRefundBody,
  nameTransactionBody,
  paymentRefundsQuery,
  refundBody,
  refundListBody,
  refundListQuery,
} from "./schemas.ts";
import { loadedRefundView, type RefundViewContext } from "./view.ts";

/** What a merchant's server does with refunds. */
export function refundRoutes(context: MerchantContext & RefundsContext & RefundViewContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedRefund) => loadedRefundView(context, loaded);
  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/payments/:id/refunds",
      merchantRoute({
        scope: "payments:write",
        operationId: "createRefund",
        summary: "Refund a payment",
        description:
          "In whole or in part, never more than has come. Answers the transaction that you sign with a wallet or Safe of yours; it is found on chain, or by the transaction that you name.",
        tags: ["Refunds"],
        params: idParams,
        body: createRefundBody,
        response: { 201: refundBody },
      }),
      async (request, reply) => {
        const { id } = request.params;
        const owner = ownerOf(request);
        const created = await createRefund(context, owner, id, request.body, actorOf(request), runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      "/v1/payments/:id/refunds",
      merchantRoute({
        scope: "payments:read",
        operationId: "listRefundsOfPayment",
        summary: "List the refunds of a payment",
        description: "The newest first.",
        tags: ["Refunds"],
        params: idParams,
        querystring: paymentRefundsQuery,
        response: { 200: refundListBody },
      }),
      async (request) => {
        const { cursor, limit, status } = request.query;
        const owner = ownerOf(request);
        const { payment } = await loadPayment(context.database, request.params.id, owner);
        return readPage({ cursor, limit }, async (page) => {
          const refunds = await listRefunds(context.database, owner, { paymentId: payment.id, status }, page);
          return refunds.map(viewOf);
        });
      },
    );

    server.get(
      "/v1/refunds",
      merchantRoute({
        scope: "payments:read",
        operationId: "listRefunds",
        summary: "List refunds",
        description: "The newest first.",
        tags: ["Refunds"],
        querystring: refundListQuery,
        response: { 200: refundListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) => {
          const refunds = await listRefunds(context.database, owner, filter, page);
          return refunds.map(viewOf);
        });
      },
    );

    server.get(
      "/v1/refunds/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveRefund",
        summary: "Retrieve a refund",
        description: "The refund as it is now, with what is still to be signed.",
        tags: ["Refunds"],
        params: idParams,
        response: { 200: refundBody },
      }),
      async (request) => viewOf(await loadRefund(context.database, request.params.id, ownerOf(request))),
    );

    server.delete(
      "/v1/refunds/:id",
      merchantRoute({
        scope: "payments:write",
        operationId: "cancelRefund",
        summary: "Cancel a refund",
        description: "Only a PENDING refund of which nothing is on chain. Do not sign its transaction any more.",
        failures: [409],
        tags: ["Refunds"],
        params: idParams,
        response: { 200: refundBody },
      }),
      async (request) => {
        const { id } = request.params;
        return viewOf(await cancelRefund(context, id, ownerOf(request), actorOf(request), runOf(request)));
      },
    );

    server.post(
      "/v1/refunds/:id/transaction",
      merchantRoute({
        scope: "payments:write",
        operationId: "nameRefundTransaction",
        summary: "Name a refund's transaction",
        description:
          "Where it was sent by another wallet than expected, or before the refund was made: a transfer of the exact amount to the refund's address counts. The chain is asked soon after.",
        failures: [409],
        tags: ["Refunds"],
        params: idParams,
        body: nameTransactionBody,
        response: { 202: refundBody },
      }),
      async (request, reply) => {
        const hash = request.body.txHash as Hex;
        const { id } = request.params;
        const named = await nameTransaction(context, id, ownerOf(request), hash, actorOf(request));
        return reply.status(202).send(viewOf(named));
      },
    );

    server.post(
      "/v1/refunds/:id/address-link",
      merchantRoute({
        scope: "payments:write",
        operationId: "renewRefundAddressLink",
        summary: "Make a new link for the payer's address",
        description: "Older links end. It holds for 30 days.",
        failures: [409],
        tags: ["Refunds"],
        params: idParams,
        response: { 200: refundBody },
      }),
      async (request) => {
        const { id } = request.params;
        return viewOf(await renewAddressLink(context, id, ownerOf(request), actorOf(request)));
      },
    );
  });
}
