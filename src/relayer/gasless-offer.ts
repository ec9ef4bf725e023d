import { checkRelayCost, SponsorshipUnprofitableError } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { Quote } from "../store/index.ts";
import type { ChainServices } from "./chain-services.ts";

/** What a payer of a quote need not pay gas for, as things are now: nobody should sign what would then be refused. */
export type GaslessOffer = {
  /** A signature that our relayer submits. */
  readonly signatures: boolean;
  /** An operation of the payer's own account that we sponsor. */
  readonly operations: boolean;
};

type OfferContext = Pick<PaymentsContext, "rates" | "gasPrices" | "sponsorshipLimit">;

/** The least gas that each was measured to take on Circle's USDC, so that nothing is held back that would be paid for: an account's first operation takes more. */
const leastGas = { signature: 100_000n, operation: 200_000n, perSeller: 13_000n };

/** About as many bytes as the shortest of both, without the shares. */
const leastBytes = 500;
const bytesPerShare = 64;

export function gaslessOffer(
  context: OfferContext,
  relay: Pick<ChainServices, "chain" | "lanes"> | undefined,
  quote: Quote,
): GaslessOffer {
  if (!relay) return { signatures: false, operations: false };
  const shares = quote.terms.shares.length;
  const isWorthIt = (least: bigint) =>
    isSponsored(context, relay.chain, quote, {
      gas: least + leastGas.perSeller * BigInt(shares - 1),
      bytes: leastBytes + bytesPerShare * shares,
    });
  return {
    signatures: relay.lanes.length > 0 && isWorthIt(leastGas.signature),
    operations: isWorthIt(leastGas.operation),
  };
}

function isSponsored(...check: Parameters<typeof checkRelayCost>): boolean {
  try {
    checkRelayCost(...check);
    return true;
  } catch (error) {
    if (error instanceof SponsorshipUnprofitableError) return false;
    throw error;
  }
}
