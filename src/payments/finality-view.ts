import { type FinalityRule, finalityRuleOf, formatFinalityRule } from "../protocol/index.ts";
import { confirmationsOf } from "./confirmations.ts";
import type { PaymentsContext } from "./context.ts";
import type { LoadedPayment } from "./load-payment.ts";

/** When a payment becomes final, in words that a merchant can show. Seconds are whole. */
export type FinalityView = {
  /** As the policy writes it: `12 blocks`, `2 seconds`, `safe`, `finalized`, `finalized + 16 blocks`. */
  readonly rule: string;
  /** What `confirmations` must reach, the block of the payment included; null where the rule does not count blocks from there. */
  readonly confirmationsRequired: number | null;
  /** The node's tag that decides; null where blocks or seconds do. */
  readonly tag: "safe" | "finalized" | null;
  readonly final: boolean;
  /** By what is usual on the chain, rather too long than too short. Null until it is on chain. */
  readonly estimatedSecondsLeft: number | null;
};

/** By which rule a payment becomes final and how far it is. Null until its chain and token are known. */
export function finalityView(
  { chains, clock }: Pick<PaymentsContext, "chains" | "clock">,
  loaded: LoadedPayment,
): FinalityView | null {
  const { payment, quote } = loaded;
  const chain = quote && chains.find(({ id }) => id === quote.chainId);
  if (!chain) return null;
  const rule = finalityRuleOf(chain, quote.terms.token, quote.amountToken);
  const confirmationsRequired = rule.kind === "blocks" ? rule.blocks + 1 : null;
  const secondsLeft = (): number | null => {
    if (payment.status === "SUCCESSFUL") return 0;
    if (payment.status !== "PROCESSING" || payment.paidAt === null) return null;
    const elapsed = (clock().getTime() - payment.paidAt.getTime()) / 1_000;
    const blockSeconds = chain.blockTime / 1_000;
    const left =
      confirmationsRequired === null
        ? usualSeconds(rule, chain.tagLatency, blockSeconds) - elapsed
        : (confirmationsRequired - (confirmationsOf(loaded) ?? 0)) * blockSeconds;
    return Math.max(0, Math.ceil(left));
  };
  return {
    rule: formatFinalityRule(rule),
    confirmationsRequired,
    tag: rule.kind === "tag" ? rule.tag : null,
    final: payment.status === "SUCCESSFUL",
    estimatedSecondsLeft: secondsLeft(),
  };
}

function usualSeconds(
  rule: FinalityRule,
  latency: { readonly safe: number | null; readonly finalized: number },
  blockSeconds: number,
): number {
  switch (rule.kind) {
    case "blocks":
      return rule.blocks * blockSeconds;
    case "seconds":
      return rule.seconds;
    case "tag":
      return (latency[rule.tag] ?? latency.finalized) + (rule.blocks ?? 0) * blockSeconds;
  }
}
