import type { Address, Hex } from "viem";
import type { Payee } from "../../payments/index.ts";
import { chainById, type TokenSymbol, tokenByAddress } from "../../protocol/index.ts";
import type { QuotesContext } from "../../quotes/index.ts";
import type { Organization } from "../../store/index.ts";
import type { DepositsContext } from "../context.ts";
import type { Recovery } from "../recoveries.ts";

/**
 * What becomes of money that a merchant takes although it does not pay. PAID: the router has paid it out by its terms already. SETTLE: it can still, whoever sends the transaction.
 * TOP_UP: it can once the merchant adds what is missing. RECLAIM: the router sends it to the merchant alone, without a split and without a fee; where there are sellers, a new payment of it
 * pays everybody in proportion. NOT_POSSIBLE: the router sends it back to the payer, and nowhere else.
 */
export const acceptOutcomes = ["PAID", "SETTLE", "TOP_UP", "RECLAIM", "NOT_POSSIBLE"] as const;
export type AcceptOutcome = (typeof acceptOutcomes)[number];

/** A transaction that carries it out. */
export type AcceptTransaction = {
  readonly chainId: number;
  /** Who has to send it; null: anybody may. */
  readonly from: Address | null;
  readonly to: Address;
  readonly data: Hex;
  readonly value: "0";
  /** What it does, for people. */
  readonly summary: string;
};

/** Some money of a payment that does not pay it, and how it is accepted. Amounts are decimal strings of the token. */
export type Acceptance = {
  readonly quoteId: string;
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly amount: string;
  readonly outcome: AcceptOutcome;
  /** What happens, and what is to be done. */
  readonly message: string;
  /** From when on the router does it; null: now. */
  readonly availableAt: string | null;
  /** Until when it does; null: for ever. */
  readonly availableUntil: string | null;
  /** In their order. */
  readonly transactions: readonly AcceptTransaction[];
  /** The new payment that splits it; null where none is needed. */
  readonly paymentId: string | null;
};

export type Accepted = { readonly data: readonly Acceptance[]; readonly unreadChains: readonly number[] };

export type AcceptContext = DepositsContext & QuotesContext;

/** Whom a payment is of. */
export type AcceptingMerchant = Payee & Pick<Organization, "successUrl" | "cancelUrl">;

/** Decimal places of a recovery's token. */
export function decimalsOf({ chainId, tokenAddress }: Recovery): number {
  const chain = chainById(chainId);
  const token = chain && tokenByAddress(chain, tokenAddress);
  if (!token) throw new Error(`${tokenAddress} is in no table.`);
  return token.decimals;
}
