import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { searchRequests } from "../../../../requests/index.ts";
import { ownerOf } from "../../../http/authentication.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { offsetOf, pageView } from "../pages.ts";
import { requestLogListBody, requestLogQuery } from "./schemas.ts";

/** `/requests/logs`: what an organization's keys asked for. */
export function requestLogRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.get(
      "/api/v1/requests/logs",
      merchantRoute({
        scope: "api_logs:read",
        operationId: "listRequestLogs",
        summary: "List request logs",
        description: "What your keys asked for in the last 30 days, the newest first.",
        failures: [422],
        tags: ["PayLinkr API"],
        querystring: requestLogQuery,
        response: { 200: requestLogListBody },
        errors: errorBody,
      }),
      async (request) => {
        const { requestId, ...query } = request.query;
        const page = { offset: offsetOf(query), limit: query.limit };
        const { requests, total } = await searchRequests(context.database, ownerOf(request), page, { requestId });
        return pageView(query, requests.map(requestLogView), total);
      },
    );
  });
}

type Found = Awaited<ReturnType<typeof searchRequests>>["requests"][number];

/** What does not apply is left out. */
function requestLogView({ id, requestId, method, path, statusCode, durationMs, ...rest }: Found) {
  const { idempotencyKey, keyId, address, createdAt } = rest;
  return {
    id,
    requestId,
    method,
    path,
    statusCode,
    durationMs,
    ...(idempotencyKey !== null && { idempotencyKey }),
    ...(keyId !== null && { apiKeyId: keyId }),
    ip: address,
    createdAt: createdAt.toISOString(),
  };
}
