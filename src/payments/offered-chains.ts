import type { Chain } from "../protocol/index.ts";
import type { Mode } from "../store/index.ts";
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
