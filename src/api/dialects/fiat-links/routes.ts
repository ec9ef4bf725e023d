import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createLink,
  deleteLink,
  type LoadedLink,
  listLinks,
  loadLink,
  updateLink,
  uuidOfLink,
} from "../../../links/index.ts";
import type { PaymentsContext } from "../../../payments/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  createPaymentLinkBody,
  deletedPaymentLinkBody,
  paymentLinkBody,
  paymentLinkListBody,
  paymentLinkListQuery,
  updatePaymentLinkBody,
} from "./schemas.ts";
import { changeOf, inItsNames, paymentLinkView } from "./translate.ts";

export type FiatLinksContext = MerchantContext & PaymentsContext & { readonly publicUrl: string };

/** `/payment_links`: reusable links with a fixed price in fiat. */
export function fiatLinkRoutes(context: FiatLinksContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedLink) => paymentLinkView(context, loaded);
  return merchantRoutes(context, async (server) => {
    server.post(
      "/api/v1/payment_links",
      merchantRoute({
        scope: "links:write",
        operationId: "createPaymentLink",
        summary: "Create a payment link",
        description: "A reusable checkout page with a fixed fiat price.",
        tags: ["payment_links API"],
        body: createPaymentLinkBody,
        response: { 201: paymentLinkBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const { fiatAmount: amount, fiatCurrency: currency, ...rest } = request.body;
        const input = { ...rest, amount, currency };
        const create = () => createLink(context, organization, mode, input, actorOf(request), runOf(request));
        return reply.status(201).send(viewOf(await inItsNames(create)));
      },
    );

    server.get(
      "/api/v1/payment_links",
      merchantRoute({
        scope: "links:read",
        operationId: "listPaymentLinks",
        summary: "List payment links",
        description: "The newest first.",
        tags: ["payment_links API"],
        querystring: paymentLinkListQuery,
        response: { 200: paymentLinkListBody },
      }),
      async (request) => {
        const { starting_after: after, limit } = request.query;
        const cursor = after === undefined ? undefined : uuidOfLink(after);
        const owner = ownerOf(request);
        const { data, hasMore, nextCursor } = await readPage({ cursor, limit }, async (page) => {
          const links = await listLinks(context.database, owner, {}, page);
          return links.map(viewOf);
        });
        return { data, hasMore, nextCursor };
      },
    );

    server.get(
      "/api/v1/payment_links/:id",
      merchantRoute({
        scope: "links:read",
        operationId: "retrievePaymentLink",
        summary: "Retrieve a payment link",
        description: "The link as it is now.",
        tags: ["payment_links API"],
        params: idParams,
        response: { 200: paymentLinkBody },
      }),
      async (request) => viewOf(await loadLink(context.database, request.params.id, ownerOf(request))),
    );

    server.patch(
      "/api/v1/payment_links/:id",
      merchantRoute({
        scope: "links:write",
        operationId: "updatePaymentLink",
        summary: "Change a payment link",
        description: "Only what is given changes; a price counts for later visits.",
        tags: ["payment_links API"],
        params: idParams,
        body: updatePaymentLinkBody,
        response: { 200: paymentLinkBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        const { id } = request.params;
        const change = changeOf(request.body);
        return viewOf(await inItsNames(() => updateLink(context, organization, mode, id, change, actorOf(request))));
      },
    );

    server.delete(
      "/api/v1/payment_links/:id",
      merchantRoute({
        scope: "links:write",
        operationId: "deletePaymentLink",
        summary: "Delete a payment link",
        description: "For good: its page stops at once. Payments that it made go on.",
        tags: ["payment_links API"],
        params: idParams,
        response: { 200: deletedPaymentLinkBody },
      }),
      async (request) => {
        const { id } = request.params;
        await deleteLink(context, id, ownerOf(request), actorOf(request), runOf(request));
        return { id, object: "payment_link", deleted: true } as const;
      },
    );
  });
}
