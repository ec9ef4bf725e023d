import { disabledPairsOf } from "../access/index.ts";
import type { Chain, TokenSymbol } from "../protocol/index.ts";
import type { Mode, Pair, PaymentRow } from "../store/index.ts";
import type { PaymentsContext } from "./context.ts";
import { ModeUnavailableError } from "./errors.ts";

/** A chain that is served: with the tokens that are offered there, and whose payments it takes. */
export type OfferedChain = Chain & {
  /** Payments of the other mode are neither quoted nor offered there: a test payment takes no real money, and a live one nothing that is worthless. */
  readonly mode: Mode;
};

/** Where payments of a mode can be paid. Throws `ModeUnavailableError` where this server has no such chain. */
export function chainsOfMode({ chains }: Pick<PaymentsContext, "chains">, mode: Mode): readonly OfferedChain[] {
  const offered = chains.filter((chain) => chain.mode === mode);
  if (offered.length === 0) throw new ModeUnavailableError(mode);
  return offered;
}

/** The chains without the tokens that an organization has switched off there; a chain where none is left is not offered at all. */
export function withoutPairs(chains: readonly OfferedChain[], disabled: readonly Pair[]): readonly OfferedChain[] {
  const isDisabled = (id: number, symbol: TokenSymbol) =>
    disabled.some(({ chainId, token }) => chainId === id && token === symbol);
  return chains
    .map((chain) => ({ ...chain, tokens: chain.tokens.filter(({ symbol }) => !isDisabled(chain.id, symbol)) }))
    .filter(({ tokens }) => tokens.length > 0);
}

/** Where a payment can still be paid: on chains of its mode, in what its organization has not switched off since. */
export async function payableChains(
  { database, chains }: Pick<PaymentsContext, "database" | "chains">,
  { organizationId, mode }: Pick<PaymentRow, "organizationId" | "mode">,
): Promise<readonly OfferedChain[]> {
  return withoutPairs(
    chains.filter((chain) => chain.mode === mode),
    await disabledPairsOf(database, organizationId),
  );
}
