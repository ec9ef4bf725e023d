import { formatPrice } from "../../../protocol/index.ts";
import type { RecurringPlan } from "../../../store/index.ts";
import { planId } from "../../../subscriptions/index.ts";

/** A plan as its merchant sees it. */
export function planView(plan: RecurringPlan) {
  const { title, description, currency, acceptedChains, acceptedTokens, interval, timeZone, endsAt } = plan;
  const { invoiceLife, dueDays, reminderPreset, metadata, active, nextActionAt, createdAt, updatedAt } = plan;
  return {
    id: planId(plan.id),
    title,
    description,
    currency,
    amount: formatPrice(plan.amount, currency),
    acceptedChains,
    acceptedTokens,
    interval,
    timeZone,
    customer: { name: plan.customerName, email: plan.customerEmail },
    startsAt: plan.anchor.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    invoiceLife: invoiceLife === null ? null : Number(invoiceLife / 1_000n),
    dueDays,
    reminderPreset,
    metadata,
    active,
    nextInvoiceAt: nextActionAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
