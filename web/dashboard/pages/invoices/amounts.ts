import type { Invoice } from "../../../../clients/typescript/types.ts";
import { formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";

/** "$250.00", or that the payer chooses. */
export function totalOf({ total, currency }: Pick<Invoice, "total" | "currency">): string {
  return total === null ? say("invoices.open") : formatMoney(total, currency);
}

/** Whom it is for. */
export function customerOf({ customer }: Pick<Invoice, "customer">): string {
  return customer.name ?? customer.email ?? say("invoices.nobody");
}
