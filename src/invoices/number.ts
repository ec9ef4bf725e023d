import type { DatabaseTransaction, Invoice, NumberSeries, Owner } from "../store/index.ts";

// The only writer of `documentNumbers`.

type Numbered = Pick<Invoice, "mode" | "year" | "sequence">;

const prefixes: Readonly<Record<NumberSeries, string>> = { INVOICE: "", CREDIT_NOTE: "CN-" };

/**
 * The next number of an organization's year (UTC) and mode. The row stays locked until the transaction ends: whoever comes next gets the number after it, or the same one
 * where this transaction is rolled back. So there are no gaps, and it is taken as late as can be.
 */
export async function takeNumber(
  transaction: DatabaseTransaction,
  { organizationId, mode }: Owner,
  series: NumberSeries,
  at: Date,
): Promise<Pick<Numbered, "year" | "sequence">> {
  const year = at.getUTCFullYear();
  const { last } = await transaction
    .insertInto("documentNumbers")
    .values({ organizationId, mode, series, year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["organizationId", "mode", "series", "year"])
        .doUpdateSet((row) => ({ last: row("documentNumbers.last", "+", 1) })),
    )
    .returning("last")
    .executeTakeFirstOrThrow();
  return { year, sequence: last };
}

/** "2026-0042"; in test mode, which counts apart, "TEST-2026-0042". */
export function numberText(series: NumberSeries, { mode, year, sequence }: Numbered): string {
  return `${mode === "test" ? "TEST-" : ""}${prefixes[series]}${year}-${`${sequence}`.padStart(4, "0")}`;
}
