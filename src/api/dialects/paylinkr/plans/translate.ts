import type { z } from "zod";
import { formatPrice } from "../../../../protocol/index.ts";
import { type PlanChange, type PlanInput, planId, type RecurringPlan } from "../../../../subscriptions/index.ts";
import { type InvoiceLife, invoiceLives, secondsOf } from "../assets.ts";
import type { createPayLinkrPlanBody, updatePayLinkrPlanBody } from "./schemas.ts";

const day = 86_400;
/** As our own plans have it. */
const usualDueDays = 7;

/** An invoice is due before it takes no more payments. */
function dueDaysOf(life: InvoiceLife): number {
  const seconds = secondsOf[life];
  return seconds === null ? usualDueDays : Math.min(usualDueDays, Math.floor(seconds / day));
}

/** What its body asks for, in our words. */
export function planInputOf(body: z.output<typeof createPayLinkrPlanBody>): PlanInput {
  const { title, asset, expectedAmount, interval, invoiceExpiresIn, clientEmail, clientName, startsAt } = body;
  return {
    title,
    currency: asset,
    amount: expectedAmount,
    acceptedTokens: [asset],
    interval,
    customer: { email: clientEmail, name: clientName },
    startsAt,
    invoiceLife: secondsOf[invoiceExpiresIn],
    dueDays: dueDaysOf(invoiceExpiresIn),
    reminderPreset: body.autoRemindersEnabled ? body.reminderPreset : "NONE",
    active: body.active,
  };
}

/** The same of a change to a plan. */
export function planChangeOf(body: z.output<typeof updatePayLinkrPlanBody>, plan: RecurringPlan): PlanChange {
  const { title, asset, expectedAmount, invoiceExpiresIn: life, clientEmail, clientName, active } = body;
  const { autoRemindersEnabled = plan.reminderPreset !== "NONE", reminderPreset = plan.reminderPreset } = body;
  const isOther = clientEmail !== undefined || clientName !== undefined;
  const email = clientEmail === undefined ? plan.customerEmail : clientEmail;
  const name = clientName === undefined ? plan.customerName : clientName;
  const preset = reminderPreset === "NONE" ? "STANDARD" : reminderPreset;
  return {
    title,
    ...(asset && { currency: asset, acceptedTokens: [asset] }),
    amount: expectedAmount,
    ...(isOther && { customer: { email, name } }),
    ...(life && { invoiceLife: secondsOf[life], dueDays: dueDaysOf(life) }),
    reminderPreset: autoRemindersEnabled ? preset : "NONE",
    active,
  };
}

/** A plan as this API answers it. */
export function payLinkrPlanView(plan: RecurringPlan) {
  const { title, currency, acceptedTokens, interval, invoiceLife, customerEmail, customerName, anchor } = plan;
  const { reminderPreset, active, nextActionAt, createdAt, updatedAt } = plan;
  const seconds = invoiceLife === null ? null : Number(invoiceLife / 1_000n);
  const life = invoiceLives.find((each) => secondsOf[each] === seconds);
  return {
    id: planId(plan.id),
    title,
    asset: acceptedTokens?.[0] ?? "USDC",
    expectedAmount: formatPrice(plan.amount, currency),
    interval,
    ...(life && { invoiceExpiresIn: life }),
    ...(customerEmail !== null && { clientEmail: customerEmail }),
    ...(customerName !== null && { clientName: customerName }),
    startsAt: anchor.toISOString(),
    autoRemindersEnabled: reminderPreset !== "NONE",
    ...(reminderPreset !== "NONE" && { reminderPreset }),
    active,
    ...(nextActionAt !== null && { nextInvoiceAt: nextActionAt.toISOString() }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
