import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { PaymentStatus, PricingUnit, TokenSymbol } from "../../protocol/index.ts";
import type { Mode } from "./owner.ts";

/** A seller as the merchant asked for it. `amount` is gross fiat, in minor units, as a decimal integer. */
export type StoredSeller = { address: Address; amount: string };

export type PaymentTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  status: PaymentStatus;
  /** Minor units of the currency. */
  amount: bigint;
  /** What the amounts are in. */
  currency: PricingUnit;
  /** The merchant's gross share, fiat minor units. */
  merchantAmount: bigint;
  merchantAddress: Address;
  /** By chain id, where the merchant is paid to another one there. */
  chainAddresses: ColumnType<Readonly<Record<string, Address>>, string | undefined, string>;
  sellers: JSONColumnType<StoredSeller[]>;
  title: string | null;
  description: string | null;
  externalId: string | null;
  metadata: JSONColumnType<Record<string, string>>;
  acceptedChains: number[];
  acceptedTokens: TokenSymbol[];
  successUrl: string | null;
  cancelUrl: string | null;
  expiresAt: Date;
  createdAt: Date;
  /** Who asked for it, where that is a room of our own: the kind of thing, and its id. Nothing that takes money reads them. */
  sourceType: string | null;
  sourceId: string | null;
  /** What the router took at its creation, which the printed figures go by. */
  feeBasisPoints: Generated<bigint>;
  /** The quote under which it was paid, or under which an operation of the payer is on its way. */
  quoteId: string | null;
  transactionHash: Hex | null;
  blockNumber: bigint | null;
  /** Token base units. */
  receivedAmount: bigint | null;
  paidAt: Date | null;
  failureReason: string | null;
};

/** By what a payment is tried: a user operation of the payer, a payer's signature that we submit, or the settlement of a deposit. */
export type AttemptKind = "USER_OPERATION" | "SIGNATURE" | "DEPOSIT";

/** REFUSED: by a bundler, before any chain. REVERTED: included, and it did not pay. */
export type AttemptOutcome = "SETTLED" | "REFUSED" | "REVERTED";

/** An attempt to pay. It leases the right to try, and is no state of the payment. */
export type AttemptTable = {
  id: string;
  /** Their order. */
  serial: GeneratedAlways<bigint>;
  paymentId: string;
  quoteId: string;
  kind: AttemptKind;
  /** The hash of the user operation, or the id of the relay. */
  reference: string;
  /** The account whose money it takes; null for a deposit. */
  payer: Address | null;
  /** What it may cost us at most, in 10^-18 US dollars; null where a price was not known. */
  dollars: bigint | null;
  chainId: number;
  token: TokenSymbol;
  submittedAt: Date;
  leasedUntil: Date;
  /** Null: it is running until `leasedUntil`, and has expired after. */
  outcome: AttemptOutcome | null;
  reason: string | null;
  transactionHash: Hex | null;
};

export type PaymentRow = Selectable<PaymentTable>;

export type Attempt = Selectable<AttemptTable>;
