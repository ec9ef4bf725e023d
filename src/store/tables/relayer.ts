import type { ColumnType, Generated, Selectable } from "kysely";
import type { Address, Hex } from "viem";

/** How the relayer reaches a chain: by user operations of its smart account, or by transactions of plain keys. */
export const laneNames = ["bundler", "transactions"] as const;
export type LaneName = (typeof laneNames)[number];

/** A nonce sequence of a key of ours. Its submissions are included in order; one worker at a time may use it. */
export type NonceSequenceTable = {
  chainId: number;
  lane: LaneName;
  address: Address;
  /** ERC-4337: sequences of one account under different keys do not wait for each other. Zero for a plain key. */
  nonceKey: bigint;
  nextNonce: Generated<bigint>;
  /** The worker that set this holds the sequence until then. */
  leasedUntil: Date;
  /** Nothing new is sent before: the key has no native tokens for gas. */
  pausedUntil: Date | null;
  /** When its submissions are polled next; null where none is unfinished. */
  nextPollAt: Date | null;
};

/**
 * OPEN: its nonce is not used on chain. LANDED: it is, and a reorganisation may undo that. CLOSED: for good. WITHDRAWN: it was refused, so
 * the nonce was used for another.
 */
export type SubmissionStatus = "OPEN" | "LANDED" | "CLOSED" | "WITHDRAWN";

/** What was, or is to be, included under one nonce: the calls of one or of several relay requests. */
export type SubmissionTable = {
  id: string;
  chainId: number;
  lane: LaneName;
  address: Address;
  nonceKey: bigint;
  nonce: bigint;
  status: SubmissionStatus;
  callTarget: Address;
  callData: Hex;
  gas: bigint;
  validUntil: Date;
  /** The head when its nonce was found used. */
  landedAtBlock: bigint | null;
  createdAt: Date;
};

/** A signed envelope of a submission: a transaction or a user operation. It is written before it is sent; each further one pays more. */
export type BroadcastAttemptTable = {
  submissionId: string;
  /** 1, 2, 3, … */
  number: number;
  hash: Hex;
  /** Exactly what is sent: a serialized transaction, or an operation as JSON. */
  envelope: string;
  /** Wei. */
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
  createdAt: Date;
  /** Null: nobody has said that it was accepted. */
  sentAt: Date | null;
};

/**
 * QUEUED and SENT say where it is. CONFIRMED: its payment is settled, or its deposit reclaimed. REVERTED: it was included alone and did not settle;
 * FAILED: for good. EXPIRED: its time is over, and nothing of it is under way.
 */
export type RelayRequestStatus = "QUEUED" | "SENT" | "CONFIRMED" | "REVERTED" | "FAILED" | "EXPIRED";

/**
 * A call that the relayer submits. Of the router for a quote: by a payer's signature, from its deposit address, or a reclaim of that address. Or a SWEEP of what lies at a
 * standing address or in a box. Or of a MANDATE: a charge, its payer's cancellation or permit.
 */
export type RelayRequestTable = {
  id: string;
  chainId: number;
  /** Null for a SWEEP or a MANDATE, which names its contract. */
  quoteId: string | null;
  target: ColumnType<Address | null, Address | null | undefined, Address | null>;
  kind: "PAYMENT" | "RECLAIM" | "SWEEP" | "MANDATE";
  tokenAddress: Address;
  /** Whose signature it carries, in lower case; null where it carries none. */
  payer: Address | null;
  callData: Hex;
  /** By the node's estimate. */
  gas: bigint;
  /** It goes alone: it may use up the gas of others, or has failed among others. */
  unbatchable: boolean;
  status: RelayRequestStatus;
  submissionId: string | null;
  /** The lane that refused it, or was too slow. */
  avoidLane: LaneName | null;
  tries: Generated<number>;
  failureReason: string | null;
  validUntil: Date;
  simulatedAt: Date;
  /** Also the lease of the worker that took it. */
  dueAt: Date;
  createdAt: Date;
};

/** A payer's call that was included, alone or among others, and did not pay: its gas is lost. */
export type RelayRevertTable = {
  relayId: string;
  submissionId: string;
  organizationId: string;
  chainId: number;
  /** In lower case. */
  payer: Address;
  /** What it cost at most, in 10^-18 US dollars. */
  dollars: bigint;
  createdAt: Date;
};

export type NonceSequenceRow = Selectable<NonceSequenceTable>;

export type Submission = Selectable<SubmissionTable>;

export type BroadcastAttempt = Selectable<BroadcastAttemptTable>;

export type RelayRequest = Selectable<RelayRequestTable>;
