import type { z } from "zod";
import type * as schemas from "../../src/api/v1/schemas.ts";
import type { DepositNotice, PaymentEventType } from "../../src/api/v1/webhooks/event.ts";

// The API's own schemas, types only: nothing of the server is loaded.
type Input<Schema extends z.ZodType> = z.input<Schema>;
type Output<Schema extends z.ZodType> = z.output<Schema>;

export type Payment = Output<typeof schemas.paymentBody>;
export type Claims = Output<typeof schemas.claimsBody>;
export type Claim = Claims["claims"][number];
export type CreatePayment = Input<typeof schemas.createPaymentBody>;
export type ListPayments = Partial<Input<typeof schemas.paymentListQuery>>;
export type Checkout = Output<typeof schemas.checkoutBody>;
export type Quote = Output<typeof schemas.quoteBody>;
export type CreateQuote = Input<typeof schemas.quoteRequestBody>;
export type SubmitAuthorization = Input<typeof schemas.authorizationRequestBody>;
export type Authorization = Output<typeof schemas.authorizationBody>;
export type CheckoutSettings = Output<typeof schemas.checkoutSettingsBody>;
export type UpdateCheckoutSettings = Input<typeof schemas.checkoutSettingsRequestBody>;
export type WebhookEndpoint = Output<typeof schemas.webhookEndpointBody>;
export type NewWebhookEndpoint = Output<typeof schemas.newWebhookEndpointBody>;
export type SetWebhookEndpoint = Input<typeof schemas.webhookEndpointRequestBody>;
export type WebhookDelivery = Output<typeof schemas.webhookDeliveryBody>;
export type ReplayWebhooks = Input<typeof schemas.replayRequestBody>;
export type Replay = Output<typeof schemas.replayBody>;
export type ApiKey = Output<typeof schemas.apiKeyBody>;
export type NewApiKey = Output<typeof schemas.newApiKeyBody>;
export type CreateApiKey = Input<typeof schemas.createApiKeyBody>;
export type Transaction = Output<typeof schemas.transactionBody>;
export type ListTransactions = Partial<Input<typeof schemas.transactionListQuery>>;
export type Analytics = Output<typeof schemas.analyticsBody>;
export type AnalyticsSpan = Input<typeof schemas.analyticsQuery>;
export type Status = Output<typeof schemas.statusBody>;
export type ErrorBody = Output<typeof schemas.errorBody>;

export type PageQuery = { readonly cursor?: string; readonly limit?: number };

/** What a webhook tells. `sequence` counts the events of one payment without gaps. */
export type WebhookEvent =
  | {
      readonly type: PaymentEventType;
      readonly timestamp: string;
      readonly sequence: number;
      readonly data: Payment;
      /** What stands at a deposit address, where that is what the event is about. */
      readonly deposit?: DepositNotice;
    }
  | {
      readonly type: "webhook.test";
      readonly timestamp: string;
      readonly sequence: 0;
      readonly data: { readonly message: string };
    };
