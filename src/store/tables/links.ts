import type { ColumnType, JSONColumnType, Selectable } from "kysely";
import type { Address } from "viem";
import type { PricingUnit, TokenSymbol } from "../../protocol/index.ts";
import type { Mode } from "./owner.ts";

/** A seller's gross share of each payment: minor units of the currency as a decimal integer, or hundredths of a percent. */
export type StoredLinkSeller = { address: Address; amount: string } | { address: Address; basisPoints: number };

/** A template of payments behind a permanent URL. */
export type PaymentLinkTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  /** In its URL. No two links ever have the same, deleted ones included. */
  slug: string;
  title: string;
  description: string | null;
  currency: PricingUnit;
  /** Minor units; null: the payer chooses it, within the next two. */
  amount: bigint | null;
  minimumAmount: bigint | null;
  /** Null: the payer's choice has no upper bound. */
  maximumAmount: bigint | null;
  sellers: JSONColumnType<StoredLinkSeller[]>;
  /** Null: whatever its organization takes at the time of a visit. */
  acceptedChains: number[] | null;
  acceptedTokens: TokenSymbol[] | null;
  /** After so many paid payments it makes no more; null: any number. */
  paymentLimit: number | null;
  metadata: JSONColumnType<Record<string, string>>;
  /** Null: the organization's. */
  successUrl: string | null;
  cancelUrl: string | null;
  active: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Its URL says so from then on; payments that it made go on. */
  deletedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

export type PaymentLink = Selectable<PaymentLinkTable>;
