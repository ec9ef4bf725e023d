import type { JSONColumnType, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { StoredTerms, TokenSymbol } from "../../protocol/index.ts";

export type QuoteTable = {
  id: string;
  paymentId: string;
  /** The payment's id on chain: the hash of the terms. */
  onchainId: Hex;
  chainId: number;
  /** The router at which it settles: of its time, where another has replaced it since. */
  router: Address;
  /** What that router takes. */
  feeBasisPoints: bigint;
  token: TokenSymbol;
  /** Token base units. */
  amountToken: bigint;
  /** Token units per one fiat unit, a decimal string. */
  exchangeRate: string;
  terms: JSONColumnType<StoredTerms>;
  /** As in the terms; null where it is the merchant. */
  refundTo: Address | null;
  /** A hash of the network address that asked for this `refundTo`; null without one. */
  requestedFrom: string | null;
  expiresAt: Date;
  createdAt: Date;
};

/** What a router takes, as it said when a chain of it answered. */
export type RouterFeeTable = {
  router: Address;
  basisPoints: bigint;
};

/** What a payer's browser shows to use the RPC pass-through for one quote. Stored hashed, like an API key. */
export type CheckoutTokenTable = {
  hash: string;
  quoteId: string;
  expiresAt: Date;
};

export type Quote = Selectable<QuoteTable>;
