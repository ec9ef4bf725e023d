import type { Plan } from "./plan.ts";

export type { RungName } from "./choose-rung.ts";
export { type Plan, type PlanContext, type PlanStep, planPayment } from "./plan.ts";

/**
 * Carries a plan out, in this tab alone. Resolves once the payment is handed in, which is not yet paid: the API says when it is. Until then it can be
 * stopped by the signal, whose reason it throws; and it throws `PayerError`s, after which it may be called again.
 */
export function pay(plan: Plan, onStep: (index: number) => void, signal: AbortSignal): Promise<void> {
  return plan.carryOut(onStep, signal);
}
