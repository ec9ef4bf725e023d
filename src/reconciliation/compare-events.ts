import type { Hex } from "viem";
import { ledgerEntry, type RouterEvent } from "../ledger/index.ts";
import type { Settlement } from "../store/index.ts";
import { type Difference, unequal } from "./difference.ts";

/** Where a row stands follows the chain; what it says never changes once it is final. */
const places = ["blockNumber", "blockHash", "blockTime"] as const;
const figures = ["onchainId", "recipient", "tokenAddress", "payer", "amount", "fee"] as const;

/** An event on one side, the row of it on the other, or one of the two alone. */
export type Pair = { readonly event?: RouterEvent | undefined; readonly row?: Settlement | undefined };

/** Puts each event beside its row. */
export function pairUp(events: readonly RouterEvent[], rows: readonly Settlement[]): Pair[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const keys = new Set(events.map(keyOf));
  const alone = rows.filter((row) => !keys.has(keyOf(row)));
  return [...events.map((event) => ({ event, row: byKey.get(keyOf(event)) })), ...alone.map((row) => ({ row }))];
}

/** What the ledger says of an event, against the event: every field of it. */
export function compareEvent({ event, row }: Pair): Difference[] {
  const of = event ?? row;
  if (!of) return [];
  const { chainId, transactionHash, onchainId } = of;
  const difference = { chainId, transactionHash, onchainId, paymentId: null };
  if (!row) {
    if (!event) return [];
    const detail = `${event.amount} of ${event.token} in block ${event.blockNumber}`;
    return [{ ...difference, kind: "MISSING", detail, remedy: "RESCAN" }];
  }
  if (!event) {
    const detail = `${row.kind} of ${row.amount}, ${row.missing ? "reversed once its height is final" : "not on chain"}`;
    return [{ ...difference, kind: "ORPHANED", detail, remedy: "RESCAN" }];
  }
  const entry = ledgerEntry(event);
  const wrong = unequal(figures, row, entry);
  const details = [...wrong, ...unequal(places, row, entry)];
  if (row.missing) details.push("it is marked as missing, and is there");
  if (details.length === 0) return [];
  const remedy = row.final && wrong.length > 0 ? "MANUAL" : "RESCAN";
  return [{ ...difference, kind: "MISMATCHED", detail: details.join("; "), remedy }];
}

/** What an event and its row have in common, whatever else the row says. */
export const keyOf = ({ transactionHash, logIndex }: { readonly transactionHash: Hex; readonly logIndex: number }) =>
  `${transactionHash} ${logIndex}`;
