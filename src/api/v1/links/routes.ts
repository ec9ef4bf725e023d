import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { createLink, deleteLink, type LoadedLink, listLinks, loadLink, updateLink } from "../../../links/index.ts";
import type { PaymentsContext } from "../../../payments/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { createLinkBody, deletedLinkBody, linkBody, linkListBody, linkListQuery, updateLinkBody } from "./schemas.ts";
import { type LinkViewContext, linkView } from "./view.ts";

/** What a merchant's server does with payment links. */
export function linkRoutes(context: MerchantContext & PaymentsContext & LinkViewContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedLink) => linkView(context, loaded);
  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/links",
      merchantRoute({
        scope: "links:write",
        operationId: "createLink",
        summary: "Create a payment link",
        description: "A template of payments behind a permanent `url`: each visit makes a payment by it.",
        tags: ["Links"],
        body: createLinkBody,
        response: { 201: linkBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const created = await createLink(context, organization, mode, request.body, actorOf(request), runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      "/v1/links",
      merchantRoute({
        scope: "links:read",
        operationId: "listLinks",
        summary: "List payment links",
        description: "The newest first, without deleted ones.",
        tags: ["Links"],
        querystring: linkListQuery,
        response: { 200: linkListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) => {
          const links = await listLinks(context.database, owner, filter, page);
          return links.map(viewOf);
        });
      },
    );

    server.get(
      "/v1/links/:id",
      merchantRoute({
        scope: "links:read",
        operationId: "retrieveLink",
        summary: "Retrieve a payment link",
        description: "The link as it is now. Its payments: `GET /v1/payments?sourceId=`.",
        tags: ["Links"],
        params: idParams,
        response: { 200: linkBody },
      }),
      async (request) => viewOf(await loadLink(context.database, request.params.id, ownerOf(request))),
    );

    server.patch(
      "/v1/links/:id",
      merchantRoute({
        scope: "links:write",
        operationId: "updateLink",
        summary: "Change a payment link",
        description: "For later visits: payments that it made stay as they are.",
        tags: ["Links"],
        params: idParams,
        body: updateLinkBody,
        response: { 200: linkBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        const { id } = request.params;
        return viewOf(await updateLink(context, organization, mode, id, request.body, actorOf(request)));
      },
    );

    server.delete(
      "/v1/links/:id",
      merchantRoute({
        scope: "links:write",
        operationId: "deleteLink",
        summary: "Delete a payment link",
        description: "For good: its `url` answers 410 at once. Payments that it made go on.",
        tags: ["Links"],
        params: idParams,
        response: { 200: deletedLinkBody },
      }),
      async (request) => {
        const { id } = request.params;
        await deleteLink(context, id, ownerOf(request), actorOf(request), runOf(request));
        return { id, deleted: true } as const;
      },
    );
  });
}
