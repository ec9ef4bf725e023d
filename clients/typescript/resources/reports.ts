import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type {
  Analytics,
  AnalyticsSpan,
  ImportedPayment,
  ListImportedPayments,
  ListRequests,
  ListTransactions,
  LoggedRequest,
  Transaction,
} from "../types.ts";

/** What came in. */
export class Reports {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The ledger: all that the router did with your money, the newest first. */
  transactions({ cursor, ...filter }: ListTransactions = {}, options: RequestOptions = {}): List<Transaction> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<Transaction>>({
        method: "GET",
        path: "/v1/transactions",
        query: { ...(filter as Record<string, string | number | undefined>), cursor: from },
        ...options,
      });
    return listOf(read, cursor);
  }

  /** The last 30 days when no span is given. */
  analytics(span: AnalyticsSpan = {}, options: RequestOptions = {}): Promise<Analytics> {
    return this.#transport.json({ method: "GET", path: "/v1/analytics", query: span, ...options });
  }

  /** What your keys asked for, the newest first. */
  requests({ cursor, ...filter }: ListRequests = {}, options: RequestOptions = {}): List<LoggedRequest> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<LoggedRequest>>({
        method: "GET",
        path: "/v1/requests",
        query: { ...(filter as Record<string, string | number | undefined>), cursor: from },
        ...options,
      });
    return listOf(read, cursor);
  }

  /** What was paid at another service, as its export said, the newest first. */
  importedPayments(
    { cursor, ...filter }: ListImportedPayments = {},
    options: RequestOptions = {},
  ): List<ImportedPayment> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<ImportedPayment>>({
        method: "GET",
        path: "/v1/imported-payments",
        query: { ...(filter as Record<string, string | number | undefined>), cursor: from },
        ...options,
      });
    return listOf(read, cursor);
  }

  /** What was paid, as CSV or as the text of JSON: in the last 30 days when no span is given. */
  async export(
    { format, ...span }: AnalyticsSpan & { readonly format?: "csv" | "json" } = {},
    options: RequestOptions = {},
  ): Promise<string> {
    const query = { ...span, format };
    const response = await this.#transport.raw({ method: "GET", path: "/v1/analytics/export", query, ...options });
    return response.text();
  }
}
