import {
  checkSponsoredCost,
  type GasContext,
  SponsorshipUnavailableError,
  SponsorshipUnprofitableError,
} from "../../gas/index.ts";
import type { Chain } from "../../protocol/index.ts";
import type { Quote, Sponsorship } from "../../store/index.ts";
import { secondsUntil } from "./account-limits.ts";
import { SponsorshipUnderWayError } from "./errors.ts";

// What bounds a payment, whoever asks. Nobody proves that an account is theirs before its owner signs, which is after the sponsor has: so a sponsorship that
// was only asked for gives way soon, while its signature still counts in full, and one that was sent does not.

/** Milliseconds that a sponsorship has its payment to itself, unless it is sent meanwhile. */
export const turn = 20_000;

/** Operations of a payment that were paid for and did not settle it. From then on no account is sponsored for it that has not paid by one before. */
export const mostUnsettled = 2;

/** Throws `SponsorshipUnderWayError` where another sponsorship of the payment was sent, or was given a moment ago. */
export function checkTurn(others: readonly Sponsorship[], now: Date): void {
  const ends = others.map(({ sentAt, validUntil, createdAt }) =>
    sentAt ? validUntil : new Date(Math.min(validUntil.getTime(), createdAt.getTime() + turn)),
  );
  // One that was sent is over when the chain says so.
  const busy = ends.filter((end, index) => others[index]?.sentAt || end > now);
  if (busy.length === 0) return;
  const last = new Date(Math.max(...busy.map((end) => end.getTime())));
  throw new SponsorshipUnderWayError(secondsUntil(last, now));
}

/** Throws `SponsorshipUnavailableError` for an account that nobody knows, where the payment's gas was lost too often. */
export function checkUnsettled(ofPayment: readonly Sponsorship[], proven: boolean): void {
  if (proven || ofPayment.filter(({ status }) => status === "UNSETTLED").length < mostUnsettled) return;
  throw new SponsorshipUnavailableError(
    `${mostUnsettled} sponsored operations of this payment were included and did not settle it`,
  );
}

/**
 * All signatures of a payment together cost at most its fee times the limit. Throws `SponsorshipUnprofitableError`, or `SponsorshipUnderWayError` where only those stand
 * in the way that end unused by themselves.
 */
export function checkPaymentCost(
  context: Pick<GasContext, "rates" | "sponsorshipLimit">,
  chain: Chain,
  quote: Quote,
  { others, dollars }: { readonly others: readonly Sponsorship[]; readonly dollars: bigint },
  now: Date,
): void {
  const live = others.filter(({ status }) => status === "LIVE");
  const spent = sumOf(others.filter(({ status }) => status !== "LIVE"));
  checkSponsoredCost(context, chain, quote, spent + dollars);
  try {
    checkSponsoredCost(context, chain, quote, spent + sumOf(live) + dollars);
  } catch (error) {
    if (!(error instanceof SponsorshipUnprofitableError)) throw error;
    const first = new Date(Math.min(...live.map(({ validUntil }) => validUntil.getTime())));
    throw new SponsorshipUnderWayError(secondsUntil(first, now));
  }
}

function sumOf(sponsorships: readonly Sponsorship[]): bigint {
  return sponsorships.reduce((sum, { dollars }) => sum + dollars, 0n);
}
