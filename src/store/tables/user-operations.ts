import type { Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { EntryPointVersion } from "../../protocol/index.ts";

/**
 * SENDING is written before the bundler is asked, so that a crash in between cannot lose the operation; ACCEPTED or REJECTED is its answer.
 * INCLUDED and REVERTED are what the chain says; REVERTED becomes FAILED once the block is final.
 */
export type UserOperationStatus = "SENDING" | "ACCEPTED" | "REJECTED" | "INCLUDED" | "REVERTED" | "FAILED";

export type UserOperationTable = {
  chainId: number;
  hash: Hex;
  quoteId: string;
  status: UserOperationStatus;
  transactionHash: Hex | null;
  blockNumber: bigint | null;
  createdAt: Date;
};

/**
 * LIVE: it may still be included. SETTLED: it was, and settled its payment. UNSETTLED: it was, its gas is paid, and the payment is not: no other is given to
 * that account. EXPIRED: the chain is past its time without it, so it costs nothing.
 */
export type SponsorshipStatus = "LIVE" | "SETTLED" | "UNSETTLED" | "EXPIRED";

/** A signature of the gas sponsor: money that is spent until the chain says otherwise. */
export type SponsorshipTable = {
  id: string;
  paymentId: string;
  quoteId: string;
  organizationId: string;
  chainId: number;
  /** The account and the nonce of the one operation that it is for. */
  sender: Address;
  nonce: bigint;
  entryPoint: EntryPointVersion;
  status: SponsorshipStatus;
  /** Whether the account had paid by sponsored operations, more often than not, when this was signed. */
  proven: boolean;
  /** When its owner sent the operation here, signed: until then nobody has shown that the account is theirs. */
  sentAt: Date | null;
  /** Wei: the most that the operation can cost; once it is included, what it did cost. */
  maxCost: bigint;
  /** The same in 10^-18 US dollars, by the price of the moment. */
  dollars: bigint;
  validUntil: Date;
  createdAt: Date;
  transactionHash: Hex | null;
  /** When the operators were told that it did not settle. */
  alarmedAt: Date | null;
};

export type UserOperationRow = Selectable<UserOperationTable>;

export type Sponsorship = Selectable<SponsorshipTable>;
