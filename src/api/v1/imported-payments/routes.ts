import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listImportedPayments } from "../../../imports/index.ts";
import { linkId as linkIdOf } from "../../../links/index.ts";
import type { ImportedPayment } from "../../../store/index.ts";
import { ownerOf } from "../../http/authentication.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { importedPaymentListBody, importedPaymentListQuery } from "./schemas.ts";

/** Payments that were made at another service, and taken over by the operator's `import`. */
export function importedPaymentRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/imported-payments",
      merchantRoute({
        scope: "payments:read",
        operationId: "listImportedPayments",
        summary: "List imported payments",
        description:
          "What an export of another service said, the newest first: history to read, in no sum and no ledger of this server.",
        tags: ["Reports"],
        querystring: importedPaymentListQuery,
        response: { 200: importedPaymentListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) =>
          (await listImportedPayments(context.database, owner, page, filter)).map(importedPaymentView),
        );
      },
    );
  });
}

function importedPaymentView(payment: ImportedPayment) {
  const {
    organizationId: _,
    mode: __,
    transactionHash,
    linkId,
    createdAt,
    paidAt,
    expiresAt,
    importedAt,
    ...rest
  } = payment;
  return {
    ...rest,
    linkId: linkId && linkIdOf(linkId),
    txHash: transactionHash,
    createdAt: createdAt.toISOString(),
    paidAt: paidAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    importedAt: importedAt.toISOString(),
  };
}
