import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listRequests } from "../../../requests/index.ts";
import type { LoggedRequest } from "../../../store/index.ts";
import { ownerOf } from "../../http/authentication.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { requestListBody, requestListQuery } from "./schemas.ts";

/** What an organization's keys asked for. */
export function requestRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/requests",
      merchantRoute({
        scope: "api_logs:read",
        operationId: "listRequests",
        summary: "List requests",
        description:
          "What your keys asked for and what was answered, in the mode of your key, the newest first: no bodies, no queries, no secrets. Kept for 30 days; a request is there a second after its answer.",
        tags: ["Reports"],
        querystring: requestListQuery,
        response: { 200: requestListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) =>
          (await listRequests(context.database, owner, page, filter)).map(requestView),
        );
      },
    );
  });
}

function requestView({ organizationId: _, mode: __, address, createdAt, ...request }: LoggedRequest) {
  return { ...request, ip: address, createdAt: createdAt.toISOString() };
}
