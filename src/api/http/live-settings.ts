import type { PaymentsContext } from "../../payments/index.ts";
import type { Mode } from "../../store/index.ts";
import { ApiError } from "./errors.ts";

/** What both modes share decides over real money too, and test keys are kept less carefully. */
export function requireLive({ chains }: Pick<PaymentsContext, "chains">, mode: Mode): void {
  if (mode === "live" || !chains.some((chain) => chain.mode === "live")) return;
  throw new ApiError(
    "LIVE_KEY_REQUIRED",
    "These settings count for live payments too: change them with a pk_live_ key, or in live mode.",
  );
}
