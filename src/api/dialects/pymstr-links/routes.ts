import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { v7 as uuidv7 } from "uuid";
import {
  createPayment,
  findPayment,
  type LoadedPayment,
  PaymentNotFoundError,
  type PaymentsContext,
  paymentSnapshot,
  searchPayments,
} from "../../../payments/index.ts";
import { callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { acceptJsonBodies } from "../../http/json-body.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { errorBody, sendError } from "./errors.ts";
import {
  createSingleUseLinkBody,
  singleUseLinkBody,
  singleUseLinkListBody,
  singleUseLinkListQuery,
} from "./schemas.ts";
import {
  chainIdOf,
  life,
  singleUseLinkId,
  singleUseLinkView,
  sourceType,
  statusesOf,
  uuidOfSingleUseLink,
} from "./translate.ts";

export type SingleUseLinksContext = MerchantContext & PaymentsContext;

/** `/payment-links`: payments of one token on one chain. */
export function singleUseLinkRoutes(context: SingleUseLinksContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedPayment) => singleUseLinkView(context, paymentSnapshot(context, loaded));
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);
    acceptJsonBodies(server, (key, value, { source }) =>
      key === "price" && typeof value === "number" ? source : value,
    );

    server.post(
      "/v1/payment-links",
      merchantRoute({
        scope: "payments:write",
        operationId: "createSingleUseLink",
        summary: "Create a single-use payment link",
        description: "Asks for an amount of one stablecoin on one chain, for seven days.",
        tags: ["payment-links API"],
        body: createSingleUseLinkBody,
        response: { 201: singleUseLinkBody },
        errors: errorBody,
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const { price, currency, chain, description, metadata } = request.body;
        const now = context.clock().getTime();
        const run = runOf(request) ?? { id: uuidv7({ msecs: now }), isAgain: false };
        const input = {
          amount: price,
          currency,
          description,
          metadata,
          acceptedChains: [chainIdOf(chain)],
          acceptedTokens: [currency],
          expiresAt: new Date(now + life),
          source: { type: sourceType, id: singleUseLinkId(run.id) },
        };
        return reply.status(201).send(viewOf(await createPayment(context, organization, mode, input, run)));
      },
    );

    server.get(
      "/v1/payment-links",
      merchantRoute({
        scope: "payments:read",
        operationId: "listSingleUseLinks",
        summary: "List single-use payment links",
        description: "The newest first.",
        tags: ["payment-links API"],
        querystring: singleUseLinkListQuery,
        response: { 200: singleUseLinkListBody },
        errors: errorBody,
      }),
      async (request) => {
        const { status, source, limit, offset } = request.query;
        // Nothing of ours makes such a link but this API.
        if (source === "manual") return { data: [], limit, offset, total: 0, hasMore: false };
        const search = { sourceType, statuses: status && statusesOf(status) };
        const page = { limit, offset };
        const { payments, total } = await searchPayments(context.database, ownerOf(request), search, page);
        return { data: payments.map(viewOf), limit, offset, total, hasMore: offset + payments.length < total };
      },
    );

    server.get(
      "/v1/payment-links/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveSingleUseLink",
        summary: "Retrieve a single-use payment link",
        description: "The link as it is now, with its transaction once it is completed.",
        tags: ["payment-links API"],
        params: idParams,
        response: { 200: singleUseLinkBody },
        errors: errorBody,
      }),
      async (request) => {
        const { id } = request.params;
        const uuid = uuidOfSingleUseLink(id);
        const loaded = uuid && (await findPayment(context.database, uuid, ownerOf(request)));
        if (!loaded || loaded.payment.sourceType !== sourceType) throw new PaymentNotFoundError(id);
        return viewOf(loaded);
      },
    );
  });
}
