import type { RouterEvent } from "../ledger/index.ts";
import type { Database } from "../store/index.ts";
import { compareEvent, pairUp } from "./compare-events.ts";
import { compareRecordedPayment, compareToPayment } from "./compare-payments.ts";
import { compareTerms } from "./compare-terms.ts";
import type { Difference } from "./difference.ts";
import { type BlockRange, readRecorded } from "./read-recorded.ts";

/**
 * Compares all events of the routers in a range of blocks with what the database says of it, from both sides: each event and each row of the ledger with what
 * it belongs to, each payment that says it was paid with the ledger.
 */
export async function compareLedger(
  database: Database,
  chainId: number,
  range: BlockRange,
  events: readonly RouterEvent[],
): Promise<{ to: bigint; differences: Difference[]; missing: ReadonlySet<RouterEvent> }> {
  const { to, rows, recordedPayments, quoteOf, paymentOf, mandateOf } = await readRecorded(
    database,
    chainId,
    range,
    events,
  );
  const pairs = pairUp(
    events.filter(({ blockNumber }) => blockNumber <= to),
    rows,
  );
  const missing = new Set(pairs.flatMap(({ event, row }) => (event && !row ? event : [])));
  const differences = pairs.flatMap(({ event, row }) => {
    const quote = event && quoteOf(event.onchainId);
    return [
      ...compareEvent({ event, row }),
      ...(event && row ? compareTerms(event, row, quote, paymentOf(quote?.id), mandateOf(event.onchainId)) : []),
    ];
  });
  const elsewhere = recordedPayments
    .flatMap((recorded) => recorded.rows)
    .filter(({ reversedBy }) => reversedBy === null);
  const standing = new Map([...rows, ...elsewhere].map((row) => [row.id, row]));
  for (const row of standing.values()) differences.push(...compareToPayment(row, paymentOf(row.quoteId)));
  for (const recorded of recordedPayments) differences.push(...compareRecordedPayment(chainId, recorded, missing));
  return { to, differences, missing };
}
