import type { z } from "zod";
import type * as paymentLinks from "../../src/api/dialects/fiat-links/schemas.ts";
import type { errorBody } from "../../src/api/http/error-body.ts";
import type * as apiKeys from "../../src/api/v1/api-keys/schemas.ts";
import type * as auditLog from "../../src/api/v1/audit-log/schemas.ts";
import type * as checkout from "../../src/api/v1/checkout/schemas.ts";
import type * as checkoutSettings from "../../src/api/v1/checkout-settings/schemas.ts";
import type * as events from "../../src/api/v1/events/schemas.ts";
import type * as invitations from "../../src/api/v1/invitations/schemas.ts";
import type * as links from "../../src/api/v1/links/schemas.ts";
import type * as members from "../../src/api/v1/members/schemas.ts";
import type * as operations from "../../src/api/v1/operations/schemas.ts";
import type * as organization from "../../src/api/v1/organization/schemas.ts";
import type * as payments from "../../src/api/v1/payments/schemas.ts";
import type * as recoveries from "../../src/api/v1/recoveries/schemas.ts";
import type * as refunds from "../../src/api/v1/refunds/schemas.ts";
import type * as reports from "../../src/api/v1/reports/schemas.ts";
import type * as requests from "../../src/api/v1/requests/schemas.ts";
import type { webhookEventBody } from "../../src/api/v1/webhooks/event.ts";
import type * as webhooks from "../../src/api/v1/webhooks/schemas.ts";

// The API's own schemas, types only: nothing of the server is loaded.
type Input<Schema extends z.ZodType> = z.input<Schema>;
type Output<Schema extends z.ZodType> = z.output<Schema>;

export type Payment = Output<typeof payments.paymentBody>;
export type Recoveries = Output<typeof recoveries.recoveriesBody>;
export type Recovery = Recoveries["recoveries"][number];
/** The older name. */
export type Claims = Output<typeof recoveries.claimsBody>;
export type Claim = Recovery;
export type CreatePayment = Input<typeof payments.createPaymentBody>;
export type ListPayments = Partial<Input<typeof payments.paymentListQuery>>;
export type Refund = Output<typeof refunds.refundBody>;
export type CreateRefund = Omit<Input<typeof refunds.createRefundBody>, "to" | "from"> & {
  readonly to?: string | null;
  readonly from?: string | null;
};
export type ListRefunds = Partial<Input<typeof refunds.refundListQuery>>;
export type Link = Output<typeof links.linkBody>;
export type CreateLink = Input<typeof links.createLinkBody>;
export type UpdateLink = Input<typeof links.updateLinkBody>;
export type DeletedLink = Output<typeof links.deletedLinkBody>;
export type ListLinks = PageQuery & { readonly active?: boolean };
export type PaymentLink = Output<typeof paymentLinks.paymentLinkBody>;
export type CreatePaymentLink = Input<typeof paymentLinks.createPaymentLinkBody>;
export type UpdatePaymentLink = Input<typeof paymentLinks.updatePaymentLinkBody>;
export type DeletedPaymentLink = Output<typeof paymentLinks.deletedPaymentLinkBody>;
export type Checkout = Output<typeof checkout.checkoutBody>;
export type Quote = Output<typeof checkout.quoteBody>;
export type CreateQuote = Input<typeof checkout.quoteRequestBody>;
export type SubmitAuthorization = Input<typeof checkout.authorizationRequestBody>;
export type Authorization = Output<typeof checkout.authorizationBody>;
export type CheckoutSettings = Output<typeof checkoutSettings.checkoutSettingsBody>;
export type UpdateCheckoutSettings = Input<typeof checkoutSettings.checkoutSettingsRequestBody>;
export type WebhookEndpoint = Output<typeof webhooks.webhookEndpointBody>;
export type NewWebhookEndpoint = Output<typeof webhooks.newWebhookEndpointBody>;
export type SetWebhookEndpoint = Input<typeof webhooks.webhookEndpointRequestBody>;
export type AddWebhookEndpoint = Input<typeof webhooks.addWebhookEndpointBody>;
export type UpdateWebhookEndpoint = Input<typeof webhooks.updateWebhookEndpointBody>;
export type DeletedWebhookEndpoint = Output<typeof webhooks.deletedWebhookEndpointBody>;
export type DeliveryFilter = Omit<Input<typeof webhooks.deliveryListQuery>, "cursor" | "limit">;
export type Event = Output<typeof events.eventBody>;
export type ResentEvent = Output<typeof events.resentBody>;
export type WebhookDelivery = Output<typeof webhooks.webhookDeliveryBody>;
export type ReplayWebhooks = Input<typeof webhooks.replayRequestBody>;
export type Replay = Output<typeof webhooks.replayBody>;
export type ApiKey = Output<typeof apiKeys.apiKeyBody>;
export type NewApiKey = Output<typeof apiKeys.newApiKeyBody>;
export type CreateApiKey = Input<typeof apiKeys.createApiKeyBody>;
export type Organization = Output<typeof organization.organizationBody>;
export type SetLogo = Input<typeof organization.logoRequestBody>;
export type UpdateOrganization = Input<typeof organization.organizationRequestBody>;
export type MemberList = Output<typeof members.memberListBody>;
export type InvitationList = Output<typeof invitations.invitationListBody>;
export type AuditEntry = Output<typeof auditLog.auditEntryBody>;
export type Transaction = Output<typeof reports.transactionBody>;
export type ListRequests = Partial<Input<typeof requests.requestListQuery>>;
export type LoggedRequest = Output<typeof requests.loggedRequestBody>;
export type ListTransactions = Partial<Input<typeof reports.transactionListQuery>>;
export type Analytics = Output<typeof reports.analyticsBody>;
export type AnalyticsSpan = Input<typeof reports.analyticsQuery>;
export type Status = Output<typeof operations.statusBody>;
export type ErrorBody = Output<typeof errorBody>;

export type PageQuery = { readonly cursor?: string; readonly limit?: number };

/** What a webhook tells. `sequence` counts the events of one payment or refund without gaps. */
export type WebhookEvent = Output<typeof webhookEventBody>;
