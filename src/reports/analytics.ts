import { type ExpressionBuilder, sql } from "kysely";
import { countUnresolved, type LoadedPayment } from "../payments/index.ts";
import {
  chainById,
  fiatSplit,
  formatDecimal,
  formatPrice,
  type PaymentStatus,
  paymentStatuses,
  tokenByAddress,
} from "../protocol/index.ts";
import type { Database, Owner, PaymentRow, Schema } from "../store/index.ts";
import { countPayers } from "./count-payers.ts";

export type Span = { readonly from: Date; readonly to: Date };

/** A group of paid payments of one currency. */
type Group = Pick<PaymentRow, "currency"> & { readonly count: bigint; readonly amount: bigint };

/** Counts by state of payments created in the span, and what was paid in it, by currency, token, chain and day of a time zone. */
export async function analyse(database: Database, owner: Owner, { from, to }: Span, timeZone = "UTC") {
  const counted = await database
    .selectFrom("payments")
    .select(["status", ({ fn }) => fn.countAll<bigint>().as("count")])
    .where("organizationId", "=", owner.organizationId)
    .where("mode", "=", owner.mode)
    .where("createdAt", ">=", from)
    .where("createdAt", "<", to)
    .groupBy("status")
    .execute();
  const countOf = (status: PaymentStatus) => Number(counted.find((row) => row.status === status)?.count ?? 0n);

  const paid = () =>
    database
      .selectFrom("payments")
      .innerJoin("quotes", "quotes.id", "payments.quoteId")
      .where("payments.organizationId", "=", owner.organizationId)
      .where("payments.mode", "=", owner.mode)
      .where("payments.status", "=", "SUCCESSFUL")
      .where("payments.paidAt", ">=", from)
      .where("payments.paidAt", "<", to)
      .where(isThere)
      .select(["payments.currency", ({ fn }) => fn.countAll<bigint>().as("count")])
      .select(({ fn }) => fn.sum<bigint>("payments.amount").as("amount"))
      .groupBy("payments.currency")
      .orderBy("payments.currency");
  const day = sql<string>`to_char(payments.paid_at at time zone ${sql.lit(timeZone)}, 'YYYY-MM-DD')`;
  const [byCurrency, byToken, byChain, byDay, ledger, payers, unresolved] = await Promise.all([
    paid().execute(),
    paid().select("quotes.token").groupBy("quotes.token").orderBy("quotes.token").execute(),
    paid().select("quotes.chainId").groupBy("quotes.chainId").orderBy("quotes.chainId").execute(),
    paid().select(day.as("date")).groupBy(day).orderBy(day).execute(),
    sumLedger(database, owner, { from, to }),
    countPayers(database, owner, { from, to }),
    countUnresolved(database, owner),
  ]);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    summary: {
      payments: Object.fromEntries(paymentStatuses.map((status) => [status, countOf(status)])) as Record<
        PaymentStatus,
        number
      >,
      volume: byCurrency.map(groupView),
      payers,
    },
    unresolved,
    byToken: byToken.map((row) => ({ token: row.token, ...groupView(row) })),
    byChain: byChain.map((row) => ({
      chainId: row.chainId,
      name: chainById(row.chainId)?.name ?? `chain ${row.chainId}`,
      ...groupView(row),
    })),
    byDay: byDay.map((row) => ({ date: row.date, ...groupView(row) })),
    ledger,
  };
}

/** Not taken back by a reorganisation after it had become final. */
function isThere({ exists, selectFrom }: ExpressionBuilder<Schema, "payments">) {
  return exists(
    selectFrom("settlements")
      .select("settlements.id")
      .whereRef("settlements.quoteId", "=", "payments.quoteId")
      .where("settlements.kind", "=", "PAYMENT")
      .where("settlements.reversedBy", "is", null),
  );
}

/** What the ledger says moved in a span, by kind, chain and token. */
async function sumLedger(database: Database, owner: Owner, { from, to }: Span) {
  const sums = await database
    .selectFrom("settlements")
    .innerJoin("quotes", "quotes.id", "settlements.quoteId")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .where("payments.organizationId", "=", owner.organizationId)
    .where("payments.mode", "=", owner.mode)
    .where("settlements.blockTime", ">=", from)
    .where("settlements.blockTime", "<", to)
    .select(({ fn }) => [
      "settlements.kind",
      "settlements.chainId",
      fn<string>("lower", ["settlements.tokenAddress"]).as("tokenAddress"),
      fn.countAll<bigint>().as("count"),
      fn.sum<bigint>("settlements.amount").as("amount"),
      fn.sum<bigint>("settlements.fee").as("fee"),
    ])
    .groupBy(["settlements.kind", "settlements.chainId", ({ fn }) => fn("lower", ["settlements.tokenAddress"])])
    .orderBy("settlements.kind")
    .orderBy("settlements.chainId")
    .orderBy("tokenAddress")
    .execute();
  return sums.map(({ kind, chainId, tokenAddress, count, amount, fee }) => {
    const chain = chainById(chainId);
    const token = chain && tokenByAddress(chain, tokenAddress);
    const units = (value: bigint) => formatDecimal(value, token?.decimals ?? 0);
    const moved = { count: Number(count), amount: units(amount), fee: units(fee) };
    return { type: kind, chainId, token: token?.symbol ?? null, ...moved };
  });
}

function groupView({ currency, count, amount }: Group) {
  return { currency, count: Number(count), amount: formatPrice(amount, currency) };
}

/** Payments read at a time for an export. */
const exportBatch = 500;

/** What was paid in a span, the oldest first, read in batches: an export needs no more memory than one of them. */
export async function* exportPaid(database: Database, owner: Owner, { from, to }: Span) {
  let after: { readonly paidAt: Date; readonly id: string } | undefined;
  while (true) {
    const rows = await database
      .selectFrom("payments")
      .innerJoin("quotes", "quotes.id", "payments.quoteId")
      .selectAll("payments")
      .select(["quotes.chainId", "quotes.token", "quotes.exchangeRate", "quotes.amountToken", "quotes.terms"])
      .where("payments.organizationId", "=", owner.organizationId)
      .where("payments.mode", "=", owner.mode)
      .where("payments.status", "=", "SUCCESSFUL")
      .where("payments.paidAt", ">=", from)
      .where("payments.paidAt", "<", to)
      .where(isThere)
      .$if(after !== undefined, (query) =>
        query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple("payments.paidAt", "payments.id"), ">", tuple(after?.paidAt ?? from, after?.id ?? "")),
        ),
      )
      .orderBy("payments.paidAt")
      .orderBy("payments.id")
      .limit(exportBatch)
      .execute();
    for (const row of rows) yield exportRow(row);
    const last = rows.at(-1);
    if (rows.length < exportBatch || !last?.paidAt) return;
    after = { paidAt: last.paidAt, id: last.id };
  }
}

type PaidRow = LoadedPayment["payment"] &
  Pick<NonNullable<LoadedPayment["quote"]>, "chainId" | "token" | "exchangeRate" | "amountToken" | "terms">;

function exportRow(row: PaidRow) {
  const fiat = (amount: bigint) => formatPrice(amount, row.currency);
  const sellers = row.sellers.map(({ amount }) => BigInt(amount));
  const { fee, merchantNet } = fiatSplit(row.merchantAmount, sellers, row.feeBasisPoints);
  const chain = chainById(row.chainId);
  const decimals = chain?.tokens.find(({ symbol }) => symbol === row.token)?.decimals ?? 0;
  return {
    paid_at: row.paidAt?.toISOString() ?? "",
    payment_id: row.id,
    external_id: row.externalId ?? "",
    title: row.title ?? "",
    currency: row.currency,
    amount: fiat(row.amount),
    fee: fiat(fee),
    merchant_net: fiat(merchantNet),
    sellers_gross: fiat(sellers.reduce((sum, amount) => sum + amount, 0n)),
    chain: chain?.name ?? `${row.chainId}`,
    token: row.token,
    amount_token: formatDecimal(row.amountToken, decimals),
    exchange_rate: row.exchangeRate,
    transaction: row.transactionHash ?? "",
  };
}

export const exportColumns = [
  "paid_at",
  "payment_id",
  "external_id",
  "title",
  "currency",
  "amount",
  "fee",
  "merchant_net",
  "sellers_gross",
  "chain",
  "token",
  "amount_token",
  "exchange_rate",
  "transaction",
] as const satisfies readonly (keyof ReturnType<typeof exportRow>)[];
