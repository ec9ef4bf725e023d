import { type Address, isAddress } from "viem";
import { type SettlementAddresses, settlementAddressesOf } from "../access/index.ts";
import {
  InvalidDecimalError,
  maxSellers,
  type PricingUnit,
  parseFiatAmount,
  type TokenSymbol,
  tokenBySymbol,
} from "../protocol/index.ts";
import type { Mode, Organization, StoredSeller } from "../store/index.ts";
import type { PaymentChecksContext } from "./context.ts";
import { InvalidPaymentError, type Issue } from "./errors.ts";
import { lostShares } from "./lost-shares.ts";
import { chainsOfMode, type OfferedChain, withoutPairs } from "./offered-chains.ts";

/** What a merchant asks for. Amounts are decimal strings of the currency. */
export type CreatePaymentInput = {
  readonly amount: string;
  readonly currency: PricingUnit;
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly acceptedChains?: readonly number[] | null | undefined;
  readonly acceptedTokens?: readonly TokenSymbol[] | null | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly merchantAmount?: string | null | undefined;
  readonly sellers?: readonly { readonly address: string; readonly amount: string }[] | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly successUrl?: string | null | undefined;
  readonly cancelUrl?: string | null | undefined;
  /** Which other thing of ours asks for it. */
  readonly source?: PaymentSource | undefined;
};

/** The kind of thing, and its id as the API shows it. */
export type PaymentSource = { readonly type: string; readonly id: string };

const minute = 60_000;
const shortestLife = 15 * minute;
const longestLife = 30 * 24 * 60 * minute;
/** How far a merchant's clock may be off where it reckons with exactly the shortest or longest life. */
const clockTolerance = 5_000;
const defaultLife = 60 * minute;

/** A merchant, as far as it decides what its payments can be. */
export type Payee = Pick<Organization, "id" | "settlementAddress" | "disabledPairs">;

/** What a payment would be, in columns of its table. Throws `ModeUnavailableError`, `InvalidPaymentError`. */
export async function readPayment(
  context: PaymentChecksContext,
  merchant: Payee,
  mode: Mode,
  input: CreatePaymentInput,
  createdAt: Date,
) {
  const issues: Issue[] = [];
  const payee = await settlementAddressesOf(context.database, merchant, createdAt);
  const split = readSplit(payee, input, issues);
  issues.push(...(await lostShares(context, [payee.everywhere, ...Object.values(payee.byChain)], split.sellers)));
  const accepted = readAccepted(withoutPairs(chainsOfMode(context, mode), merchant.disabledPairs), input, issues);
  const expiresAt = readExpiry(createdAt, input.expiresAt, issues);
  if (issues.length > 0) throw new InvalidPaymentError(issues);
  return { payee, split, accepted, expiresAt };
}

/** Throws what `createPayment` would, except for a taken external id, and writes nothing: for templates of payments. */
export async function checkPayment(
  context: PaymentChecksContext,
  merchant: Payee,
  mode: Mode,
  input: CreatePaymentInput,
): Promise<void> {
  await readPayment(context, merchant, mode, input, context.clock());
}

function readSplit(payee: SettlementAddresses, input: CreatePaymentInput, issues: Issue[]) {
  const requested = input.sellers ?? [];
  if (requested.length > maxSellers) {
    issues.push({ path: ["sellers"], message: `At most ${maxSellers} sellers are possible, got ${requested.length}.` });
  }
  const amount = readAmount(input.amount, input.currency, ["amount"], issues);
  const sellers = requested.map((seller, index): StoredSeller => {
    const path = ["sellers", index, "address"];
    checkAddress(seller.address, path, issues);
    checkIsAnother(seller.address, payee, requested.slice(0, index), path, issues);
    const gross = readAmount(seller.amount, input.currency, ["sellers", index, "amount"], issues);
    return { address: seller.address as Address, amount: gross.toString() };
  });
  const sellersTotal = sellers.reduce((sum, seller) => sum + BigInt(seller.amount), 0n);
  if (issues.length > 0) return { amount, merchantAmount: 0n, sellers };

  if (input.merchantAmount == null) {
    const merchantAmount = amount - sellersTotal;
    if (merchantAmount <= 0n) {
      issues.push({
        path: ["merchantAmount"],
        message:
          "The sellers' amounts leave nothing for the merchant: merchantAmount, the remainder, must be above zero.",
      });
    }
    return { amount, merchantAmount, sellers };
  }
  const merchantAmount = readAmount(input.merchantAmount, input.currency, ["merchantAmount"], issues);
  if (issues.length === 0 && merchantAmount + sellersTotal !== amount) {
    issues.push({ path: ["amount"], message: "merchantAmount and the sellers' amounts must sum to amount exactly." });
  }
  return { amount, merchantAmount, sellers };
}

function readAmount(text: string, currency: PricingUnit, path: Issue["path"], issues: Issue[]): bigint {
  try {
    const amount = parseFiatAmount(text, currency);
    if (amount === 0n) issues.push({ path, message: "The amount must be above zero." });
    return amount;
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    issues.push({ path, message: error.message });
    return 0n;
  }
}

function checkAddress(address: string, path: Issue["path"], issues: Issue[]): void {
  if (isAddress(address)) return;
  const message = `"${address}" is not an address, or its checksum (EIP-55) is wrong: copy it again from its source.`;
  issues.push({ path, message });
}

/** A recipient has one share: two of one address, or a second one of the merchant's, are a mistake in the shop's own books. */
function checkIsAnother(
  address: string,
  { everywhere, byChain }: SettlementAddresses,
  earlier: readonly { readonly address: string }[],
  path: Issue["path"],
  issues: Issue[],
): void {
  const isSame = (other: string) => other.toLowerCase() === address.toLowerCase();
  if ([everywhere, ...Object.values(byChain)].some(isSame)) {
    const message = "This is a settlement address of your own: leave it out, and the sellers' rest is yours.";
    issues.push({ path, message });
  } else if (earlier.some((seller) => isSame(seller.address))) {
    issues.push({ path, message: `The seller ${address} is there twice: add its amounts up.` });
  }
}

/** The chains and tokens asked for, or all that this server and the organization offer in the mode; every chain and every token kept has a partner among the others. */
function readAccepted(offered: readonly OfferedChain[], input: CreatePaymentInput, issues: Issue[]) {
  const unknown = (input.acceptedChains ?? []).filter((id) => !offered.some((chain) => chain.id === id));
  if (unknown.length > 0) {
    const known = offered.map((chain) => `${chain.id} (${chain.name})`).join(", ");
    issues.push({
      path: ["acceptedChains"],
      message: `Chain ${unknown.join(", ")} is not offered here. Offered are ${known}.`,
    });
  }
  const chains = offered.filter((chain) => input.acceptedChains?.includes(chain.id) ?? true);
  const symbols = new Set(offered.flatMap((chain) => chain.tokens.map((token) => token.symbol)));
  const missing = (input.acceptedTokens ?? []).filter((symbol) => !symbols.has(symbol));
  if (missing.length > 0) {
    const message = `${missing.join(", ")} is not offered here. Offered are ${[...symbols].join(", ")}.`;
    issues.push({ path: ["acceptedTokens"], message });
  }
  const tokens = [...symbols].filter((symbol) => input.acceptedTokens?.includes(symbol) ?? true);
  const payable = chains.filter((chain) => tokens.some((symbol) => tokenBySymbol(chain, symbol)));
  if (payable.length === 0 && unknown.length === 0 && missing.length === 0) {
    issues.push({
      path: ["acceptedTokens"],
      message: "None of the accepted tokens exists on any of the accepted chains: there would be no way to pay.",
    });
  }
  return {
    chains: (input.acceptedChains ? chains : payable).map((chain) => chain.id),
    tokens: tokens.filter((symbol) => input.acceptedTokens || chains.some((chain) => tokenBySymbol(chain, symbol))),
  };
}

function readExpiry(now: Date, expiresAt: Date | null | undefined, issues: Issue[]): Date {
  if (expiresAt == null) return new Date(now.getTime() + defaultLife);
  const life = expiresAt.getTime() - now.getTime();
  if (life < shortestLife - clockTolerance || life > longestLife + clockTolerance) {
    issues.push({ path: ["expiresAt"], message: "expiresAt must be between 15 minutes and 30 days ahead." });
  }
  return expiresAt;
}
