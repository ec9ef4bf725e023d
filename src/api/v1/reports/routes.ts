import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listTransactions } from "../../../ledger/index.ts";
import type { PaymentsContext } from "../../../payments/index.ts";
import { analyse, exportColumns, exportPaid } from "../../../reports/index.ts";
import { ownerOf } from "../../http/authentication.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  analyticsBody,
  analyticsQuery,
  exportBody,
  exportQuery,
  transactionListBody,
  transactionListQuery,
} from "./schemas.ts";

const day = 24 * 60 * 60_000;

/** The span of analytics and exports, unless another is asked for. */
const month = 30 * day;

/** What came in, for bookkeeping. */
export function reportRoutes(context: MerchantContext & Pick<PaymentsContext, "chains">): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/transactions",
      merchantRoute({
        scope: "transactions:read",
        operationId: "listTransactions",
        summary: "List transactions",
        tags: ["Reports"],
        description:
          "The ledger: all that the router did with your money, the newest first: paid, overpaid, late, taken from a deposit address, taken back by a reorganisation; and what paid your address under no quote of ours.",
        querystring: transactionListQuery,
        response: { 200: transactionListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, (page) => listTransactions(context, owner, filter, page));
      },
    );

    server.get(
      "/v1/analytics",
      merchantRoute({
        scope: "analytics:read",
        operationId: "retrieveAnalytics",
        summary: "Retrieve analytics",
        description: "What was paid in a span, by currency, token, chain and day: the last 30 days by default.",
        tags: ["Reports"],
        querystring: analyticsQuery,
        response: { 200: analyticsBody },
      }),
      async (request) => {
        const to = request.query.to ?? context.clock();
        const from = request.query.from ?? new Date(to.getTime() - month);
        return analyse(context.database, ownerOf(request), { from, to }, request.query.timeZone);
      },
    );

    server.get(
      "/v1/analytics/export",
      merchantRoute({
        scope: "analytics:read",
        operationId: "exportAnalytics",
        summary: "Export payments",
        tags: ["Reports"],
        description: "What was paid in a span, the last 30 days by default, as CSV (text/csv) or JSON.",
        querystring: exportQuery,
        response: { 200: exportBody },
      }),
      async (request, reply) => {
        const to = request.query.to ?? context.clock();
        const from = request.query.from ?? new Date(to.getTime() - month);
        const { format } = request.query;
        const rows = exportPaid(context.database, ownerOf(request), { from, to });
        const name = `payments-${to.toISOString().slice(0, 10)}.${format}`;
        reply.header("content-disposition", `attachment; filename="${name}"`);
        if (format === "json") {
          return reply.type("application/json; charset=utf-8").send(Readable.from(jsonOf(rows)));
        }
        // A spreadsheet must not take a customer's text for a formula.
        const csv = stringify({ header: true, columns: [...exportColumns], escape_formulas: true, bom: true });
        const source = Readable.from(rows);
        source.on("error", (error) => csv.destroy(error));
        return reply.type("text/csv; charset=utf-8").send(source.pipe(csv));
      },
    );
  });
}

/** The text of `{data: [...]}`, row by row: an export needs no more memory than one of its batches. */
async function* jsonOf(rows: AsyncIterable<object>): AsyncGenerator<string> {
  yield '{"data":[';
  let separator = "";
  for await (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ",\n";
  }
  yield "]}";
}
