import type { ExpressionBuilder, Nullable, SelectQueryBuilder } from "kysely";
import { getAddress, type Hex, isAddress } from "viem";
import {
  InvalidDecimalError,
  type PricingUnit,
  parseDecimal,
  pricingUnitCodes,
  pricingUnits,
} from "../protocol/index.ts";
import type { Schema } from "../store/index.ts";

type Tables = Schema & { quotes: Nullable<Schema["quotes"]> };

/** Payments, with the quotes that they are paid by. */
export type FilteredPayments = SelectQueryBuilder<Tables, "payments" | "quotes", object>;

type Row = ExpressionBuilder<Tables, "payments" | "quotes">;

/** One way in which a text finds payments: each goes by an index of its own. */
export type Finding = (payments: FilteredPayments) => FilteredPayments;

/**
 * All that a text may be: a payment's id, the merchant's own id or the id of what asked for the payment, a transaction, an address that money came from or to,
 * or the price; or what `sources` stand for. Several at once, since an order may be called "1074" and another cost as much.
 */
export function findingsOf(text: string, sources: readonly string[] = []): readonly Finding[] {
  const findings: Finding[] = [
    (payments) => payments.where("payments.externalId", "=", text),
    (payments) => payments.where("payments.sourceId", "=", text),
  ];
  if (sources.length > 0) findings.push((payments) => payments.where("payments.sourceId", "in", [...sources]));
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    findings.push((payments) => payments.where("payments.id", "=", text.toLowerCase()));
  }
  if (/^0x[0-9a-f]{64}$/i.test(text)) {
    const hash = text.toLowerCase() as Hex;
    findings.push(
      (payments) => payments.where("payments.transactionHash", "=", hash),
      (payments) => payments.where((row) => row("payments.id", "in", ofTransaction(row, hash))),
    );
  }
  if (isAddress(text, { strict: false })) {
    findings.push((payments) => payments.where((row) => row("payments.id", "in", ofAddress(row, text))));
  }
  for (const [amount, units] of amountsOf(text)) {
    findings.push((payments) =>
      payments.where("payments.amount", "=", amount).where("payments.currency", "in", [...units]),
    );
  }
  return findings;
}

/** Also of what came beside the payment, or went back. */
function ofTransaction(row: Row, hash: Hex) {
  return row
    .selectFrom("settlements")
    .innerJoin("quotes", "quotes.id", "settlements.quoteId")
    .select("quotes.paymentId")
    .where("settlements.transactionHash", "=", hash);
}

/** A deposit address, or whoever paid or tried to. */
function ofAddress(row: Row, text: Hex) {
  const address = getAddress(text);
  const deposits = row
    .selectFrom("depositWatches")
    .innerJoin("quotes", "quotes.id", "depositWatches.quoteId")
    .select("quotes.paymentId")
    .where("depositWatches.address", "=", address);
  const attempts = row.selectFrom("attempts").select("attempts.paymentId").where("attempts.payer", "=", address);
  const payers = row
    .selectFrom("settlements")
    .innerJoin("quotes", "quotes.id", "settlements.quoteId")
    .select("quotes.paymentId")
    .where("settlements.payer", "=", address);
  return deposits.union(attempts).union(payers);
}

/** A price in minor units, by how many decimals a currency has. */
function amountsOf(text: string): ReadonlyMap<bigint, readonly PricingUnit[]> {
  const found = new Map<bigint, PricingUnit[]>();
  if (text.length > 30) return found;
  for (const unit of pricingUnitCodes) {
    try {
      const amount = parseDecimal(text, pricingUnits[unit]);
      if (amount > 0n) found.set(amount, [...(found.get(amount) ?? []), unit]);
    } catch (error) {
      if (!(error instanceof InvalidDecimalError)) throw error;
    }
  }
  return found;
}
