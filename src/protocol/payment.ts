import type { Address, Hex } from "viem";

/** One recipient of a payment. */
export type Share = {
  readonly recipient: Address;
  /** Gross, in token base units, before the fee. */
  readonly amount: bigint;
};

/** The terms of a payment on chain: field for field the `Payment` struct of the router. */
export type PaymentTerms = {
  /** The off-chain payment's UUID as a uint128 in the low 16 bytes; see `uuidToBytes32`. */
  readonly uuid: Hex;
  /** The only chain on which it can settle. */
  readonly chainId: bigint;
  /** The only token in which it can settle. */
  readonly token: Address;
  /** Unix seconds; the last second at which it can settle. */
  readonly deadline: bigint;
  /** Who gets what a deposit address holds beyond the payment. Zero: the merchant. */
  readonly refundTo: Address;
  /** `shares[0]` is the merchant, then the sellers in the order of the request. */
  readonly shares: readonly Share[];
};

/** Sellers beside the merchant that one payment can carry. */
export const maxSellers = 5;

/** The fee in basis points that is deployed where nothing else is asked for. What a router takes, it says itself. */
export const feeBasisPoints = 100n;

/** The most that a router can take, in basis points. */
export const mostFeeBasisPoints = 1_000n;

/** The furthest ahead that a payment's deadline may be, in seconds: a payment beyond cannot settle yet. */
export const maxLifetime = 31n * 24n * 60n * 60n;

/** The EIP-712 types of a payment: the type string is part of the protocol and never changes. */
export const paymentTypes = {
  Payment: [
    { name: "uuid", type: "bytes32" },
    { name: "chainId", type: "uint256" },
    { name: "token", type: "address" },
    { name: "deadline", type: "uint256" },
    { name: "refundTo", type: "address" },
    { name: "shares", type: "Share[]" },
  ],
  Share: [
    { name: "recipient", type: "address" },
    { name: "amount", type: "uint256" },
  ],
} as const;

/** The EIP-712 types of a payer's consent to a payment. It names the payer: several accounts may take one key's signature for theirs. */
export const consentTypes = {
  PaymentConsent: [
    { name: "payer", type: "address" },
    { name: "payment", type: "Payment" },
  ],
  ...paymentTypes,
} as const;
