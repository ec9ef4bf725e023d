import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { depositSnapshot, listDeposits, loadDeposit } from "../../../standing/index.ts";
import { ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { depositBody, depositListBody, depositListQuery } from "./schemas.ts";
import { depositView } from "./view.ts";

/** What came to standing addresses. */
export function depositRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  const { database } = context;
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/deposits",
      merchantRoute({
        scope: "payments:read",
        operationId: "listDeposits",
        summary: "List deposits",
        description: "What came to the addresses of your deposit references, the newest first.",
        tags: ["Customers"],
        querystring: depositListQuery,
        response: { 200: depositListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        return readPage({ cursor, limit }, async (page) => {
          const deposits = await listDeposits(database, ownerOf(request), filter, page);
          return deposits.map((deposit) => depositView(depositSnapshot(deposit)));
        });
      },
    );

    server.get(
      "/v1/deposits/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveDeposit",
        summary: "Retrieve a deposit",
        description: "The deposit as it is now.",
        tags: ["Customers"],
        params: idParams,
        response: { 200: depositBody },
      }),
      async (request) => {
        const deposit = await loadDeposit(database, ownerOf(request), request.params.id);
        return depositView(depositSnapshot(deposit));
      },
    );
  });
}
