import { checkRelayCost, type GasContext, SponsorshipUnprofitableError } from "../gas/index.ts";
import type { Quote } from "../store/index.ts";
import { hasRoom } from "../user-operations/index.ts";
import type { ChainServices } from "./chain-services.ts";

/** Which ways of paying a quote need no gas of the payer's, at present prices: nobody should sign what is then refused. */
export type GaslessOffer = {
  /** A signature that our relayer submits. */
  readonly signatures: boolean;
  /** An operation of the payer's own account that we sponsor. */
  readonly operations: boolean;
};

/** The least gas that each was measured to take on Circle's USDC, so that nothing is held back that would be paid for: an account's first operation takes more. */
const leastGas = { signature: 100_000n, operation: 200_000n, perSeller: 13_000n };

/** About as many bytes as the shortest of both, without the shares. */
const leastBytes = 500;
const bytesPerShare = 64;

type GaslessServices = Pick<ChainServices, "chain" | "lanes" | "isBundlerUp">;

/** `room`: what one more sponsorship of the payment may cost, by `sponsorshipRoom`. `isPaused`: by `isRelayingPaused`. */
export function gaslessOffer(
  context: GasContext,
  services: GaslessServices | undefined,
  quote: Quote,
  room: bigint,
  isPaused = false,
): GaslessOffer {
  if (!services) return { signatures: false, operations: false };
  const answering = gaslessParts(context, services, room, isPaused);
  const shares = quote.terms.shares.length;
  const isWorthIt = (least: bigint) =>
    isSponsored(context, services.chain, quote, {
      gas: least + leastGas.perSeller * BigInt(shares - 1),
      bytes: leastBytes + bytesPerShare * shares,
    });
  return {
    signatures: answering.signatures && isWorthIt(leastGas.signature),
    operations: answering.operations && isWorthIt(leastGas.operation),
  };
}

/** The same before there is a quote whose fee could be compared with the cost: what would submit it answers, and the sponsor still gives. */
export function gaslessParts(
  context: Pick<GasContext, "rates" | "gasPrices">,
  services: GaslessServices | undefined,
  room: bigint,
  isPaused = false,
): GaslessOffer {
  return {
    signatures: !isPaused && (services?.lanes.some((lane) => lane.isAvailable()) ?? false),
    operations: services?.isBundlerUp() === true && hasRoom(context, services.chain, room),
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
