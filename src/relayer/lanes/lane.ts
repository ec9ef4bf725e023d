import type { Address, Hex } from "viem";
import type { BroadcastResult } from "../../chain/index.ts";
import type { Call } from "../../protocol/index.ts";

/** Nonces of one key that are used one after the other. */
export type NonceSequence = {
  readonly address: Address;
  /** ERC-4337 has many sequences for one account; a plain key has one, zero. */
  readonly nonceKey: bigint;
};

/** Wei for a unit of gas (EIP-1559). */
export type GasFees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** What is to be signed under one nonce. */
export type LaneJob = {
  readonly sequence: NonceSequence;
  readonly nonce: bigint;
  readonly call: Call;
  /** The call's gas limit. */
  readonly gas: bigint;
  readonly fees: GasFees;
  /** An operation is not included later. A transaction knows no such bound. */
  readonly validUntil: Date;
};

/** A signed transaction or user operation, ready to be sent any number of times. */
export type Envelope = { readonly hash: Hex; readonly envelope: string };

/** A way for calls to a chain that anybody may submit. It signs and sends; what was sent, and what became of it, is the database's to know. */
export type Lane = {
  readonly name: "bundler" | "transactions";
  readonly sequences: readonly NonceSequence[];
  /** Submissions that may be under way in one sequence. */
  readonly depth: number;
  /** The most gas of one batch. */
  readonly maxGas: bigint;
  /** False while whoever it goes through does not answer. */
  isAvailable(): boolean;
  /** The account that the contracts see calling. */
  sender(): Promise<Address>;
  /** The first nonce that is not used, by the latest block. */
  nextNonce(sequence: NonceSequence): Promise<bigint>;
  /** What is paid at the moment to be included soon. */
  fees(): Promise<GasFees>;
  /** Throws `LaneRefusedError` where the bundler will not have it; `BundlerUnavailableError` or `ChainUnavailableError` where they cannot be asked. */
  sign(job: LaneJob): Promise<Envelope>;
  /** Sends it, or sends it again. Never throws. */
  send(envelope: string): Promise<BroadcastResult>;
  /** Whether it is known and waits to be included. */
  isPending(hash: Hex): Promise<boolean>;
  /** The transaction that included it; null where none did. */
  inclusionOf(hash: Hex): Promise<Hex | null>;
};

/** Nodes ask for 10% to 12.5% more before they replace a transaction, bundlers for 10%. */
export function raiseFees({ maxFeePerGas, maxPriorityFeePerGas }: GasFees): GasFees {
  const raise = (fee: bigint) => (fee * 1125n) / 1000n + 1n;
  return { maxFeePerGas: raise(maxFeePerGas), maxPriorityFeePerGas: raise(maxPriorityFeePerGas) };
}
