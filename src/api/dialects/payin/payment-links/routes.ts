import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { createLink, deleteLink, type LoadedLink, loadLink, searchLinks, updateLink } from "../../../../links/index.ts";
import type { PaymentsContext } from "../../../../payments/index.ts";
import { actorOf, callerOf, ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { runOf } from "../../../http/idempotency.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { offsetOf, pageView } from "../pages.ts";
import {
  createNoCodeLinkBody,
  deletedNoCodeLinkBody,
  noCodeLinkBody,
  noCodeLinkListBody,
  noCodeLinkListQuery,
  updateNoCodeLinkBody,
} from "./schemas.ts";
import { changeOf, inputOf, noCodeLinkView } from "./translate.ts";

export type NoCodeLinksContext = MerchantContext & PaymentsContext & { readonly publicUrl: string };

/** `/payment-links`: reusable links that are priced and paid in one token. */
export function noCodeLinkRoutes(context: NoCodeLinksContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedLink) => noCodeLinkView(context, loaded);
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.post(
      "/api/v1/payment-links",
      merchantRoute({
        scope: "links:write",
        operationId: "createNoCodeLink",
        summary: "Create a no-code payment link",
        description: "A reusable page with a fixed price in one stablecoin.",
        tags: ["PayIn API"],
        body: createNoCodeLinkBody,
        response: { 201: noCodeLinkBody },
        errors: errorBody,
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const input = inputOf(request.body);
        const created = await createLink(context, organization, mode, input, actorOf(request), runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      "/api/v1/payment-links",
      merchantRoute({
        scope: "links:read",
        operationId: "listNoCodeLinks",
        summary: "List no-code payment links",
        description: "By page, the newest first by default.",
        tags: ["PayIn API"],
        querystring: noCodeLinkListQuery,
        response: { 200: noCodeLinkListBody },
        errors: errorBody,
      }),
      async (request) => {
        const { status, limit, sortOrder } = request.query;
        const filter = { active: status && status === "active" };
        const page = { offset: offsetOf(request.query), limit, ascending: sortOrder === "asc" };
        const { links, total } = await searchLinks(context.database, ownerOf(request), filter, page);
        return pageView(request.query, links.map(viewOf), total);
      },
    );

    server.get(
      "/api/v1/payment-links/:id",
      merchantRoute({
        scope: "links:read",
        operationId: "retrieveNoCodeLink",
        summary: "Retrieve a no-code payment link",
        description: "The link as it is now.",
        tags: ["PayIn API"],
        params: idParams,
        response: { 200: noCodeLinkBody },
        errors: errorBody,
      }),
      async (request) => viewOf(await loadLink(context.database, request.params.id, ownerOf(request))),
    );

    server.put(
      "/api/v1/payment-links/:id",
      merchantRoute({
        scope: "links:write",
        operationId: "updateNoCodeLink",
        summary: "Change a no-code payment link",
        description: "Only what is given changes, for later visits.",
        tags: ["PayIn API"],
        params: idParams,
        body: updateNoCodeLinkBody,
        response: { 200: noCodeLinkBody },
        errors: errorBody,
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        const { id } = request.params;
        return viewOf(await updateLink(context, organization, mode, id, changeOf(request.body), actorOf(request)));
      },
    );

    server.delete(
      "/api/v1/payment-links/:id",
      merchantRoute({
        scope: "links:write",
        operationId: "deleteNoCodeLink",
        summary: "Delete a no-code payment link",
        description: "For good: its page stops at once. Payments that it made go on.",
        tags: ["PayIn API"],
        params: idParams,
        response: { 200: deletedNoCodeLinkBody },
        errors: errorBody,
      }),
      async (request) => {
        const { id } = request.params;
        await deleteLink(context, id, ownerOf(request), actorOf(request), runOf(request));
        return { linkId: id, deleted: true } as const;
      },
    );
  });
}
