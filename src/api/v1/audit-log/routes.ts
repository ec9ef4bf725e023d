import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listAuditLog } from "../../../access/index.ts";
import { callerOf } from "../../http/authentication.ts";
import { pageQuery, readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { auditLogBody } from "./schemas.ts";
import { auditEntryView } from "./view.ts";

/** Who changed access, keys and settings. */
export function auditLogRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/audit-log",
      merchantRoute({
        scope: "audit:read",
        operationId: "listAuditLog",
        summary: "List changes",
        tags: ["Organization"],
        description:
          "Every change of your keys and settings, in both modes, the newest first. Entries are kept for ever.",
        querystring: pageQuery,
        response: { 200: auditLogBody },
      }),
      async (request) => {
        const { id } = callerOf(request).organization;
        const page = await readPage(request.query, (part) => listAuditLog(context.database, id, part));
        return { ...page, data: page.data.map(auditEntryView) };
      },
    );
  });
}
