import { z } from "zod";
import type { DepositNotice as CoreDepositNotice } from "../../../payments/index.ts";
import {
  type DepositEventType,
  depositEventTypes,
  type InvoiceEventType,
  invoiceEventTypes,
  type MandateEventType,
  mandateEventTypes,
  type PaymentEventType,
  paymentEventTypes,
  type RefundEventType,
  refundEventTypes,
  type SubscriptionEventType,
  subscriptionEventTypes,
  tokenSymbols,
} from "../../../protocol/index.ts";
import { address, decimal, instant } from "../../../schemas/index.ts";
import { depositBody } from "../deposits/schemas.ts";
import { invoiceBody } from "../invoices/schemas.ts";
import { mandateEventBody } from "../mandates/schemas.ts";
import { paymentBody } from "../payments/schemas.ts";
import { formatToken } from "../payments/view.ts";
import { refundBody } from "../refunds/schemas.ts";
import { subscriptionBody } from "../subscriptions/schemas.ts";

/** Money at a deposit address. */
const depositNotice = z.object({
  chainId: z.int(),
  token: z.enum(tokenSymbols),
  address,
  receivedAmount: decimal,
  dueAmount: decimal
    .nullable()
    .describe(
      "What is still missing; null where the money does not pay the quote: late, of another token, or on another chain.",
    ),
  sponsorship: z
    .object({ estimatedCost: decimal, fee: decimal })
    .optional()
    .describe(
      "With `payment.waiting`: what settling it costs at the moment, and the fee that does not cover it. US dollars.",
    ),
});

export type DepositNotice = Readonly<z.output<typeof depositNotice>>;

const timestamp = instant.describe("When it happened.");

/** The body of a webhook in the `standard` style. */
export const webhookEventBody = z
  .union([
    z.object({
      type: z.enum(paymentEventTypes),
      timestamp,
      sequence: z.int().min(1).describe("Counts the events of one payment without gaps."),
      data: paymentBody,
      deposit: depositNotice.optional().describe("Where it is about money at a deposit address."),
    }),
    z.object({
      type: z.enum(refundEventTypes),
      timestamp,
      sequence: z.int().min(1).describe("Counts the events of one refund without gaps."),
      data: refundBody,
    }),
    z.object({
      type: z.enum(invoiceEventTypes),
      timestamp,
      sequence: z.int().min(1).describe("Counts the events of one invoice without gaps."),
      data: invoiceBody,
    }),
    z.object({
      type: z.enum(depositEventTypes),
      timestamp,
      sequence: z.int().min(1).describe("Counts the events of one deposit without gaps."),
      data: depositBody,
    }),
    z.object({
      type: z.enum(subscriptionEventTypes),
      timestamp,
      sequence: z.int().min(1).describe("Counts the events of one subscription without gaps."),
      data: subscriptionBody,
    }),
    z.object({
      type: z.enum(mandateEventTypes),
      timestamp,
      sequence: z.int().min(1).describe("Counts the events of one mandate without gaps."),
      data: mandateEventBody,
    }),
    z.object({
      type: z.literal("webhook.test"),
      timestamp,
      sequence: z.literal(0),
      data: z.object({ message: z.string() }),
    }),
  ])
  .meta({ id: "WebhookEvent" });

/** Each type of event, in the OpenAPI document. */
export const webhookDescriptions: Readonly<
  Record<
    | PaymentEventType
    | RefundEventType
    | InvoiceEventType
    | DepositEventType
    | SubscriptionEventType
    | MandateEventType
    | "webhook.test",
    string
  >
> = {
  "payment.processing": "The payment is on chain, or its whole amount is at a deposit address, and is not final yet.",
  "payment.completed": "The payment is final: everybody has their money.",
  "payment.failed": "Its time is over, and its last attempt reverted or was reorganised away for good.",
  "payment.expired": "Its time is over, and nobody paid.",
  "payment.cancelled": "You cancelled it.",
  "payment.underpaid": "Less than the amount is at its deposit address: `deposit.dueAmount` is missing.",
  "payment.waiting": "The amount is at its deposit address, and gas costs more than the fee at the moment.",
  "payment.overpaid": "More than the amount came, or it was settled twice.",
  "payment.late": "Money came that does not pay it any more.",
  "payment.reversed": "A reorganisation took the settlement away after it was final.",
  "refund.created": "You made a refund: its transaction is to be signed, or its address to be asked of the payer.",
  "refund.address_named": "The payer has named the address: the transaction can be signed.",
  "refund.succeeded": "The refund's transfers are final: the payer has the money.",
  "refund.failed": "Its transaction reverted, or nothing was sent for very long.",
  "refund.cancelled": "You cancelled it.",
  "refund.reversed": "A reorganisation took a transfer of it away after it was final: it is PENDING again.",
  "invoice.partially_paid": "A payment of it is final, and more is due.",
  "invoice.paid": "All of it is paid, or you settled it.",
  "invoice.reopened": "A reorganisation took a payment of it away after it was final.",
  "invoice.credited": "You made a credit note: so much less is to be paid.",
  "invoice.expired": "Its time is over, or you ended it: it takes no more payments.",
  "invoice.voided": "You took it back.",
  "deposit.pending": "Money came to an address of a deposit reference, and is not final yet: do not credit it.",
  "deposit.confirmed": "It is final: credit your customer.",
  "deposit.reversed": "A reorganisation took it away, before or after it was final: do not credit it, or take it back.",
  "subscription.created": "A customer subscribed, or you subscribed one.",
  "subscription.invoiced": "A period began: its invoice is `latestCycle.invoiceId`.",
  "subscription.activated": "Its first invoice is paid.",
  "subscription.renewed": "The invoice of a later period is paid.",
  "subscription.past_due": "An invoice is overdue: the customer is reminded.",
  "subscription.unpaid": "The reminders are over: no further invoices are made until all is paid.",
  "subscription.paused": "No invoices are made until it is resumed.",
  "subscription.resumed": "It goes on after a pause.",
  "subscription.updated": "Its package changes or has changed, or it ends at the period's end, or does not.",
  "subscription.cancelled": "It is over: `cancelReason` says why.",
  "mandate.signed": "Its payer has signed it: ask for charges.",
  "mandate.expired": "Nobody signed it in time.",
  "mandate.cancelled": "Its payer has ended it on chain, for good, or you have cancelled it: `cancelledBy`.",
  "mandate.completed": "Its last period is over.",
  "mandate.charged": "A charge is final: everybody has their money.",
  "mandate.charge_failed":
    "A charge did not go through, for the reason in `charge.cause`. It is tried again until its window is over.",
  "mandate.charge_missed":
    "The window of a charge is over, or its payer has ended the mandate: ask for the money another way.",
  "mandate.charge_reversed": "A reorganisation took a charge away after it was final.",
  "webhook.test": "You asked for it.",
};

/** A deposit as webhooks show it. */
export function depositView({ sponsorship, ...deposit }: CoreDepositNotice): DepositNotice {
  const { chainId, token, address, receivedAmount, dueAmount } = deposit;
  return {
    chainId,
    token,
    address,
    receivedAmount: formatToken(chainId, token, receivedAmount),
    dueAmount: dueAmount === null ? null : formatToken(chainId, token, dueAmount),
    ...(sponsorship && {
      sponsorship: { estimatedCost: sponsorship.estimatedCost, fee: sponsorship.fee },
    }),
  };
}
