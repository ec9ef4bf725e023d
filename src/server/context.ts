import { watchQuote } from "../deposits/index.ts";
import type { GasContext } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { QuotesContext } from "../quotes/index.ts";
import { createSecretBox } from "../runtime/index.ts";
import type { SecretsContext } from "../webhooks/index.ts";
import type { ServedChain } from "./chains.ts";
import type { Configuration } from "./configuration/index.ts";

/** The sum of what the engines need: each takes its part. */
export type EngineContext = PaymentsContext & QuotesContext & GasContext & Pick<SecretsContext, "secretBox">;

type Parts = Pick<PaymentsContext, "database" | "clock"> &
  Pick<GasContext, "rates"> & { readonly chains: readonly ServedChain[] };

export function createContext(
  { router, sponsorshipLimit, publicUrl, secretKeys }: Configuration,
  { chains, ...parts }: Parts,
): EngineContext {
  const gasMarkets = new Map(chains.map(({ chain, gasMarket }) => [chain.id, gasMarket]));
  const context: EngineContext = {
    ...parts,
    gasPrices: (chainId) => gasMarkets.get(chainId)?.current() ?? null,
    sponsorshipLimit,
    chains: chains.map(({ chain, mode }) => ({
      ...chain,
      mode,
      tokens: chain.tokens.filter((token) => token.enabled),
    })),
    router,
    secretBox: createSecretBox(secretKeys),
    checkoutUrl: `${publicUrl}/pay`,
    onQuote: (transaction, quote) => watchQuote(context, transaction, quote),
  };
  return context;
}
