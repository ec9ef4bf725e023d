import { v7 as uuidv7 } from "uuid";
import type { Hex } from "viem";
import type { PaymentStatus, TokenSymbol } from "../protocol/index.ts";
import type { Database, Owner, PageRequest } from "../store/index.ts";
import { type FilteredPayments, type Finding, findingsOf } from "./find-payments.ts";
import { type LoadedPayment, withQuotes } from "./load-payment.ts";
import { hasUnresolved, type Unresolved } from "./unresolved.ts";

export type PaymentFilter = {
  readonly status?: PaymentStatus | undefined;
  readonly externalId?: string | undefined;
  readonly chainId?: number | undefined;
  readonly token?: TokenSymbol | undefined;
  readonly txHash?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly unresolved?: Unresolved | undefined;
  /** Whatever somebody knows of a payment. */
  readonly search?: string | undefined;
  /** Ids of what asked for payments that the text stands for, such as a customer's invoices. */
  readonly searchSources?: readonly string[] | undefined;
};

/**
 * The owner's payments, the newest first: at most `limit` of them, after the one whose id is `cursor`. Ids rise with time, so rows that are
 * added meanwhile neither repeat nor hide one.
 */
export async function listPayments(
  database: Database,
  owner: Owner,
  { search, searchSources = [], ...filter }: PaymentFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedPayment[]> {
  const page = () => {
    const payments = filtered(database, owner, filter).orderBy("payments.id", "desc").limit(limit);
    return cursor === undefined ? payments : payments.where("payments.id", "<", cursor);
  };
  if (search === undefined) return withQuotes(database, await page().selectAll("payments").execute());
  const ids = await find(page, findingsOf(search, searchSources), limit);
  if (ids.length === 0) return [];
  return withQuotes(database, await page().selectAll("payments").where("payments.id", "in", ids).execute());
}

/** The first ids of each way in which a text finds payments are enough for the first of all. */
async function find(page: () => FilteredPayments, findings: readonly Finding[], limit: number): Promise<string[]> {
  const found = await Promise.all(findings.map((finding) => finding(page()).select("payments.id").execute()));
  const ids = new Set(found.flat().map(({ id }) => id));
  return [...ids].toSorted().reverse().slice(0, limit);
}

function filtered(
  database: Database,
  owner: Owner,
  filter: Omit<PaymentFilter, "search" | "searchSources">,
): FilteredPayments {
  const { status, externalId, chainId, token, txHash, sourceId, createdAfter, createdBefore, unresolved } = filter;
  return (
    database
      .selectFrom("payments")
      .leftJoin("quotes", "quotes.id", "payments.quoteId")
      .where("payments.organizationId", "=", owner.organizationId)
      .where("payments.mode", "=", owner.mode)
      .$if(status !== undefined, (query) => query.where("payments.status", "=", status ?? "ACTIVE"))
      .$if(externalId !== undefined, (query) => query.where("payments.externalId", "=", externalId ?? ""))
      .$if(txHash !== undefined, (query) => query.where("payments.transactionHash", "=", (txHash ?? "0x") as Hex))
      .$if(sourceId !== undefined, (query) => query.where("payments.sourceId", "=", sourceId ?? ""))
      .$if(createdAfter !== undefined, (query) => query.where("payments.createdAt", ">", createdAfter ?? new Date()))
      .$if(createdBefore !== undefined, (query) => query.where("payments.createdAt", "<", createdBefore ?? new Date()))
      // The same by ids, roughly: they begin with the time, and the list goes by them.
      .$if(createdAfter !== undefined, (query) => query.where("payments.id", ">", idAround(createdAfter, -slack)))
      .$if(createdBefore !== undefined, (query) => query.where("payments.id", "<", idAround(createdBefore, slack)))
      .$if(unresolved !== undefined, (query) => query.where((row) => hasUnresolved(row, unresolved ?? "surplus")))
      .$if(chainId !== undefined, (query) => query.where("quotes.chainId", "=", chainId ?? 0))
      .$if(token !== undefined, (query) => query.where("quotes.token", "=", token ?? "USDC"))
  );
}

/** An id is made in the same request as its payment's time. Milliseconds. */
const slack = 60 * 60_000;

/** The first id of a moment some time later. */
function idAround(moment: Date | undefined, later: number): string {
  const msecs = Math.min(Math.max((moment?.getTime() ?? 0) + later, 0), 0xffff_ffff_ffff);
  return uuidv7({ msecs, seq: 0, random: new Uint8Array(16) });
}

/** Payments of each kind, as `listPayments` finds them. */
export async function countUnresolved(database: Database, owner: Owner): Promise<Readonly<Record<Unresolved, number>>> {
  const count = async (unresolved: Unresolved) => {
    const counted = filtered(database, owner, { unresolved }).select(({ fn }) => fn.countAll<bigint>().as("count"));
    return Number((await counted.executeTakeFirstOrThrow()).count);
  };
  const [underpaid, surplus] = await Promise.all([count("underpaid"), count("surplus")]);
  return { underpaid, surplus };
}
