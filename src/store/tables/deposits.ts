import type { Generated, JSONColumnType, Selectable } from "kysely";
import type { Address } from "viem";
import type { TokenSymbol } from "../../protocol/index.ts";

/** A quote's deposit address on one chain: money may arrive there on the right one or, sent by mistake, on any other. */
export type DepositWatchTable = {
  quoteId: string;
  chainId: number;
  address: Address;
  /** What the merchant was notified of last, by token: base units as decimal strings. */
  reported: JSONColumnType<Record<string, string>, string | undefined, string>;
  /** The balance is to be returned at the next scan, however small it is. */
  recoveryRequested: Generated<boolean>;
  /** Its quote was open at the last scan, or had been until ten minutes before. */
  hot: Generated<boolean>;
  /** Its payment has many newer quotes: it is scanned less often, and for a shorter time. */
  cooled: Generated<boolean>;
  /** Scans in a row after which a deposit could not be acted on. */
  failures: Generated<number>;
  /** Null: the last scan is over. Also the lease of the worker that scans. */
  nextScanAt: Date | null;
};

/** A deposit that the merchant was last notified of, by place: what is short of the amount due, and what pays nothing. The checkout shows it. */
export type ObservedDepositTable = {
  quoteId: string;
  chainId: number;
  token: TokenSymbol;
  isSurplus: boolean;
  /** UNDERPAID: more is due. OVERPAID: the payment was paid already. LATE: it was over. */
  kind: "UNDERPAID" | "OVERPAID" | "LATE";
  /** Token base units. */
  amount: bigint;
};

export type ObservedDeposit = Selectable<ObservedDepositTable>;
