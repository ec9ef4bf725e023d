import { attemptLease } from "../payments/index.ts";
import type { Chain } from "../protocol/index.ts";
import { QuoteExpiredError } from "../quotes/index.ts";
import type { Quote } from "../store/index.ts";
import type { Authorization } from "./authorization-calls.ts";
import { SignatureTooShortError } from "./errors.ts";

/** How long it may take from the moment that a call is sent until it is included: as long as the relayer waits before it sends it anew. Milliseconds. */
export const inclusionTime = ({ blockTime }: Pick<Chain, "blockTime">) => 15_000 + 3 * blockTime;

/**
 * Throws `SignatureTooShortError` unless a signature is valid now and for as long as it may be tried: whoever signs can let one end in the very next block, and
 * each of these would cost us its gas. To the end of its quote is always long enough; throws `QuoteExpiredError` where that is too near itself.
 */
export function checkSignaturePeriod(chain: Chain, quote: Quote, authorization: Authorization, now: Date): void {
  if (quote.expiresAt.getTime() - now.getTime() <= inclusionTime(chain)) throw new QuoteExpiredError();
  const longest = secondsOf(now.getTime() + attemptLease + inclusionTime(chain));
  const deadline = BigInt(quote.terms.deadline);
  const needed = deadline < longest ? deadline : longest;
  const ends = endOf(authorization);
  const isEarly = authorization.type === "eip3009" && authorization.validAfter > secondsOf(now.getTime());
  if (isEarly || (ends !== null && ends < needed)) throw new SignatureTooShortError(needed);
}

/** Seconds. The router's own consent ends with its quote alone. */
function endOf(authorization: Authorization): bigint | null {
  switch (authorization.type) {
    case "eip3009":
      return authorization.validBefore;
    case "permit2":
      return authorization.deadline;
    case "payment":
      return null;
  }
}

function secondsOf(milliseconds: number): bigint {
  return BigInt(Math.floor(milliseconds / 1_000));
}
