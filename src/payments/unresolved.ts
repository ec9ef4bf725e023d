import { type ExpressionBuilder, type Nullable, sql } from "kysely";
import type { Schema } from "../store/index.ts";

type Tables = Schema & { quotes: Nullable<Schema["quotes"]> };

/** underpaid: less than the price is at an address of a payment that can still be paid. surplus: money is there that pays nothing. */
export const unresolvedKinds = ["underpaid", "surplus"] as const;
export type Unresolved = (typeof unresolvedKinds)[number];

/** How the notices of a deposit address name it. */
const words: Readonly<Record<Unresolved, string>> = { underpaid: '% underpaid"%', surplus: '% left over"%' };

/** Whether money of a kind is at an address of the payment, as its merchant was notified last. */
export function hasUnresolved(row: ExpressionBuilder<Tables, "payments" | "quotes">, kind: Unresolved) {
  const watched = row.exists(
    row
      .selectFrom("quotes as asked")
      .innerJoin("depositWatches", "depositWatches.quoteId", "asked.id")
      .select("asked.id")
      .whereRef("asked.paymentId", "=", "payments.id")
      // As the index has it: almost all addresses hold nothing.
      .where(sql<boolean>`deposit_watches.reported::text <> '{}'`)
      .where(sql<boolean>`deposit_watches.reported::text like ${words[kind]}`),
  );
  return kind === "underpaid" ? row.and([watched, row("payments.status", "=", "ACTIVE")]) : watched;
}
