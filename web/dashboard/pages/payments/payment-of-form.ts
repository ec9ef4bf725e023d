import type { CreatePayment } from "../../../../clients/typescript/types.ts";
import type { Typed } from "../../components/form.tsx";
import { sellersOfForm } from "./sellers-of-form.ts";

const hour = 3_600_000;

/** What a form asks the API for. What is wrong with it the API says. */
export function paymentOf({ life = "1", ...typed }: Typed, now: number): CreatePayment {
  const { amount = "", currency, title, description, externalId } = typed;
  const sellers = sellersOfForm(typed);
  return {
    amount,
    currency: currency as CreatePayment["currency"],
    ...(title && { title }),
    ...(description && { description }),
    ...(externalId && { externalId }),
    // An hour is what payments have anyway.
    ...(life !== "1" && { expiresAt: new Date(now + Number(life) * hour - 60_000).toISOString() }),
    ...(sellers.length > 0 && { sellers }),
  };
}
