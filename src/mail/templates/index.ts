import { accountChanged } from "./account-changed.ts";
import { emailCode } from "./email-code.ts";
import { invitation } from "./invitation.ts";
import { invoice } from "./invoice.ts";
import { invoiceReceipt } from "./invoice-receipt.ts";
import { invoiceReminder } from "./invoice-reminder.ts";
import { settlementAddressChanged } from "./settlement-address-changed.ts";
import { signInCode } from "./sign-in-code.ts";
import { subscriptionLink } from "./subscription-link.ts";
import type { Template } from "./template.ts";

/** Every mail that is sent, by its name in the outbox. A name that was released stays: rows may wait under it. */
export const templates = {
  "sign-in-code": signInCode,
  invitation,
  "settlement-address-changed": settlementAddressChanged,
  "email-code": emailCode,
  "account-changed": accountChanged,
  invoice,
  "invoice-reminder": invoiceReminder,
  "invoice-receipt": invoiceReceipt,
  "subscription-link": subscriptionLink,
} as const;

export type TemplateName = keyof typeof templates;

/** What a mail of that template says. */
export type TemplateData<Name extends TemplateName> = (typeof templates)[Name]["example"];

/** Undefined for a name that this release does not know. */
export function templateOf(name: string): Template<object> | undefined {
  return Object.hasOwn(templates, name)
    ? (templates[name as TemplateName] as Template<never> as Template<object>)
    : undefined;
}
