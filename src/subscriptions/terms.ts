import { checkPayment, InvalidPaymentError, type Issue, type PaymentChecksContext } from "../payments/index.ts";
import {
  formatPrice,
  InvalidDecimalError,
  type PricingUnit,
  parseFiatAmount,
  type TokenSymbol,
} from "../protocol/index.ts";
import type { BillingInterval, Mode, Organization, SubscriptionPackage } from "../store/index.ts";
import { isTimeZone } from "./calendar.ts";

/** What is charged each period, as a merchant writes it. */
export type TermsInput = {
  readonly currency: PricingUnit;
  /** A decimal string of the currency. */
  readonly amount: string;
  readonly acceptedChains?: readonly number[] | null | undefined;
  readonly acceptedTokens?: readonly TokenSymbol[] | null | undefined;
  readonly interval: BillingInterval;
  /** Left out: UTC. */
  readonly timeZone?: string | undefined;
};

/** The same in columns of a table. */
export type Terms = Pick<
  SubscriptionPackage,
  "currency" | "amount" | "acceptedChains" | "acceptedTokens" | "interval" | "timeZone"
>;

/** Reads terms, and that payments of them can be made. Throws `InvalidPaymentError`, `ModeUnavailableError`. */
export async function readTerms(
  context: PaymentChecksContext,
  merchant: Organization,
  mode: Mode,
  input: TermsInput,
): Promise<Terms> {
  const { currency, interval, timeZone = "UTC", acceptedChains, acceptedTokens } = input;
  const issues: Issue[] = [];
  const amount = readAmount(input, issues);
  if (!isTimeZone(timeZone)) issues.push({ path: ["timeZone"], message: `There is no time zone "${timeZone}".` });
  if (issues.length > 0) throw new InvalidPaymentError(issues);
  await checkPayment(context, merchant, mode, {
    amount: formatPrice(amount, currency),
    currency,
    acceptedChains,
    acceptedTokens,
  });
  return {
    currency,
    amount,
    acceptedChains: acceptedChains ? [...acceptedChains] : null,
    acceptedTokens: acceptedTokens ? [...acceptedTokens] : null,
    interval,
    timeZone,
  };
}

/** What a merchant would have said to get these terms. */
export function termsInputOf({ currency, amount, acceptedChains, acceptedTokens, interval, timeZone }: Terms) {
  return { currency, amount: formatPrice(amount, currency), acceptedChains, acceptedTokens, interval, timeZone };
}

function readAmount({ amount, currency }: TermsInput, issues: Issue[]): bigint {
  try {
    const units = parseFiatAmount(amount, currency);
    if (units === 0n) issues.push({ path: ["amount"], message: "The amount must be above zero." });
    return units;
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    issues.push({ path: ["amount"], message: error.message });
    return 0n;
  }
}
