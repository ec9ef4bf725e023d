import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { type CheckoutState, type PayBy, payByOf } from "./state.ts";

export type Deposit = Checkout["deposits"][number];

type Plain<Name extends string> = { readonly name: Name; readonly checkout: Checkout };
type Quoted<Name extends string> = Plain<Name> & { readonly quote: Quote };

/** What is to be shown. */
export type Screen =
  | { readonly name: "loading" }
  | { readonly name: "error" }
  | { readonly name: "unknown" }
  | Plain<"choose">
  | Quoted<"wallet">
  | Quoted<"address">
  | (Quoted<"partial"> & { readonly deposit: Deposit })
  | Quoted<"renewal">
  | Quoted<"submitted">
  | Plain<"processing">
  | Plain<"success">
  | Plain<"overpaid">
  | Plain<"late">
  /** `checking`: the time is over, and whether something came in time is not known yet. */
  | (Plain<"expired"> & { readonly checking: boolean })
  | Plain<"cancelled">
  | Plain<"failed">;

export type ScreenName = Screen["name"];
export type ScreenNamed<Name extends ScreenName> = Extract<Screen, { readonly name: Name }>;

/**
 * A transfer takes about this long to be seen, and the server needs some time before the quote's end to settle it: no transfer is asked for in
 * the last minute. Milliseconds.
 */
export const transferTime = 60_000;

/** The one screen that fits what the page knows. Only the API's state leads to what speaks of money that has moved. */
export function screenOf(state: CheckoutState): Screen {
  const { checkout, connection } = state;
  if (connection === "unknown") return { name: "unknown" };
  if (checkout === null) return { name: connection === "offline" ? "error" : "loading" };
  const hasMore = checkout.unexpected.length > 0;
  switch (checkout.status) {
    case "ACTIVE":
      return activeScreen(state, checkout);
    case "PROCESSING":
      return { name: "processing", checkout };
    case "SUCCESSFUL":
      return { name: hasMore ? "overpaid" : "success", checkout };
    case "EXPIRED":
      return hasMore ? { name: "late", checkout } : { name: "expired", checkout, checking: false };
    case "CANCELLED":
      return { name: hasMore ? "late" : "cancelled", checkout };
    case "FAILED":
      return { name: hasMore ? "late" : "failed", checkout };
  }
}

function activeScreen(state: CheckoutState, checkout: Checkout): Screen {
  const { quote, now, submitted } = state;
  const payBy = payByOf(state);
  if (now >= Date.parse(checkout.expiresAt)) return { name: "expired", checkout, checking: true };
  if (isRunning(checkout, now)) return { name: "processing", checkout };
  if (quote === null) return { name: "choose", checkout };
  // What was handed in may be included until the quote's end, and be seen after it.
  if (submitted) return { name: "submitted", checkout, quote };
  const deposit = checkout.deposits.find(({ quoteId, dueAmount }) => quoteId === quote.id && dueAmount !== null);
  if (isOver(quote, now, deposit ? "address" : payBy)) return { name: "renewal", checkout, quote };
  if (deposit) return { name: "partial", checkout, quote, deposit };
  // Where nobody settles deposits there is no address to send to.
  return { name: quote.depositAddress === null ? "wallet" : payBy, checkout, quote };
}

/** Whether an operation or a signature that was handed in holds the right to pay, whoever handed it in. */
function isRunning({ attempt }: Checkout, now: number): boolean {
  return attempt !== null && now < Date.parse(attempt.leasedUntil);
}

/** Money at the address of a quote that is not paid any more: nothing on the screen speaks of it, and it does not pay. */
export function earlierDeposit({ checkout, quote, now }: CheckoutState): Deposit | undefined {
  if (checkout?.status !== "ACTIVE") return undefined;
  const isPaid = quote !== null && !isOver(quote, now, "address");
  return checkout.deposits.find(({ quoteId, dueAmount }) => dueAmount !== null && !(isPaid && quoteId === quote.id));
}

/** Whether too little of the quote's time is left to pay it in that way. */
export function isOver({ expiresAt }: { readonly expiresAt: string }, now: number, payBy: PayBy): boolean {
  return now >= Date.parse(expiresAt) - (payBy === "address" ? transferTime : 0);
}
