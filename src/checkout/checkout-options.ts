import { estimatedFee } from "../gas/index.ts";
import { chainProgress } from "../ledger/index.ts";
import { payableChains } from "../payments/index.ts";
import { gaslessParts, isRelayingPaused } from "../relayer/index.ts";
import type { PaymentRow } from "../store/index.ts";
import { sponsorshipRoom } from "../user-operations/index.ts";
import type { CheckoutContext } from "./context.ts";

/** Why an option cannot be used now: a payment on its chain would not be seen in time, or nothing says what it would cost. */
export const unavailableReasons = ["CHAIN_BEHIND", "RATE_UNAVAILABLE"] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

/** Where and in what a payment can be paid, each with why it cannot be now. */
export async function checkoutOptions(context: CheckoutContext, payment: PaymentRow) {
  const progress = await chainProgress(context);
  const reasonOf = (chainId: number, hasRate: boolean): UnavailableReason | null => {
    if (!progress.get(chainId)?.isUpToDate) return "CHAIN_BEHIND";
    return hasRate ? null : "RATE_UNAVAILABLE";
  };
  const chains = (await payableChains(context, payment)).filter(({ id }) => payment.acceptedChains.includes(id));
  const services = chains.flatMap(({ id }) => context.services.get(id) ?? []);
  // The same on every chain of a server.
  const [first] = services.filter(({ isBundlerUp }) => isBundlerUp());
  const room = first ? await sponsorshipRoom(context, first.sponsorship, payment) : 0n;
  const isPaused = await isRelayingPaused(context, services[0], payment.id);
  return chains.flatMap((chain) =>
    chain.tokens
      .filter(({ symbol }) => payment.acceptedTokens.includes(symbol))
      .map(({ symbol, address, decimals, authorization }) => ({
        chainId: chain.id,
        chainName: chain.name,
        token: symbol,
        tokenAddress: address,
        decimals,
        gasless: gaslessParts(context, context.services.get(chain.id), room, isPaused),
        signedTransfers: authorization,
        transfer: context.settlesDeposits,
        estimatedFee: estimatedFee(context, chain, 1 + payment.sellers.length),
        unavailableReason: reasonOf(chain.id, context.rates.isKnown(payment.currency, symbol)),
      })),
  );
}
