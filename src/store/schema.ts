import type {
  ApiKeyTable,
  AuditLogTable,
  OrganizationLogoTable,
  OrganizationTable,
  SettlementAddressChangeTable,
} from "./tables/access.ts";
import type { IdempotentRequestTable, RequestCountTable, RequestLogTable } from "./tables/api.ts";
import type { CheckoutSettingsTable } from "./tables/checkout.ts";
import type { CollectionTable } from "./tables/collections.ts";
import type {
  CustomerTable,
  DepositReferenceTable,
  StandingTermsTable,
  StandingWatchTable,
} from "./tables/customers.ts";
import type { DepositWatchTable, ObservedDepositTable } from "./tables/deposits.ts";
import type { EventConsumerTable, EventHeadTable, EventSubjectTable, EventTable } from "./tables/events.ts";
import type { ImportedPaymentTable } from "./tables/imports.ts";
import type { CreditNoteTable, DocumentNumberTable, InvoiceTable } from "./tables/invoices.ts";
import type { ChainBlockTable, ChainCursorTable, SettlementTable } from "./tables/ledger.ts";
import type { PaymentLinkTable } from "./tables/links.ts";
import type { MailOutboxTable, MailSubscriptionTable } from "./tables/mail.ts";
import type { MandateChargeTable, MandateTable } from "./tables/mandates.ts";
import type { AttemptTable, PaymentTable } from "./tables/payments.ts";
import type {
  EmailChangeTable,
  InvitationTable,
  MemberTable,
  PasskeyChallengeTable,
  PasskeyTable,
  RecoveryCodeTable,
  SessionTable,
  SetupTable,
  SignInTable,
  TotpTable,
  UserTable,
} from "./tables/people.ts";
import type { CheckoutTokenTable, QuoteTable, RouterFeeTable } from "./tables/quotes.ts";
import type { RefundTable, RefundTransferTable } from "./tables/refunds.ts";
import type {
  BroadcastAttemptTable,
  NonceSequenceTable,
  RelayRequestTable,
  RelayRevertTable,
  SubmissionTable,
} from "./tables/relayer.ts";
import type { StandingBalanceTable, StandingCursorTable, StandingDepositTable } from "./tables/standing.ts";
import type {
  BillingCycleTable,
  RecurringPlanTable,
  SubscriptionPackageTable,
  SubscriptionTable,
  SubscriptionTokenTable,
} from "./tables/subscriptions.ts";
import type { SponsorshipTable, UserOperationTable } from "./tables/user-operations.ts";
import type {
  WebhookBodyTable,
  WebhookDeliveryTable,
  WebhookEndpointTable,
  WebhookSecretTable,
} from "./tables/webhooks.ts";

export * from "./tables/access.ts";
export * from "./tables/api.ts";
export * from "./tables/checkout.ts";
export * from "./tables/collections.ts";
export * from "./tables/customers.ts";
export * from "./tables/deposits.ts";
export * from "./tables/events.ts";
export * from "./tables/imports.ts";
export * from "./tables/invoices.ts";
export * from "./tables/ledger.ts";
export * from "./tables/links.ts";
export * from "./tables/mail.ts";
export * from "./tables/mandates.ts";
export * from "./tables/owner.ts";
export * from "./tables/payments.ts";
export * from "./tables/people.ts";
export * from "./tables/quotes.ts";
export * from "./tables/refunds.ts";
export * from "./tables/relayer.ts";
export * from "./tables/standing.ts";
export * from "./tables/subscriptions.ts";
export * from "./tables/user-operations.ts";
export * from "./tables/webhooks.ts";

/** Every table, by its name in queries. One room writes each. */
export type Schema = {
  organizations: OrganizationTable;
  organizationLogos: OrganizationLogoTable;
  apiKeys: ApiKeyTable;
  auditLog: AuditLogTable;
  settlementAddressChanges: SettlementAddressChangeTable;
  mailOutbox: MailOutboxTable;
  mailSubscriptions: MailSubscriptionTable;
  users: UserTable;
  members: MemberTable;
  invitations: InvitationTable;
  signIns: SignInTable;
  sessions: SessionTable;
  passkeys: PasskeyTable;
  passkeyChallenges: PasskeyChallengeTable;
  totp: TotpTable;
  recoveryCodes: RecoveryCodeTable;
  setup: SetupTable;
  emailChanges: EmailChangeTable;
  idempotentRequests: IdempotentRequestTable;
  requestCounts: RequestCountTable;
  requestLog: RequestLogTable;
  payments: PaymentTable;
  quotes: QuoteTable;
  routerFees: RouterFeeTable;
  attempts: AttemptTable;
  paymentLinks: PaymentLinkTable;
  invoices: InvoiceTable;
  creditNotes: CreditNoteTable;
  documentNumbers: DocumentNumberTable;
  subscriptionPackages: SubscriptionPackageTable;
  recurringPlans: RecurringPlanTable;
  subscriptions: SubscriptionTable;
  billingCycles: BillingCycleTable;
  subscriptionTokens: SubscriptionTokenTable;
  collections: CollectionTable;
  importedPayments: ImportedPaymentTable;
  checkoutSettings: CheckoutSettingsTable;
  checkoutTokens: CheckoutTokenTable;
  userOperations: UserOperationTable;
  sponsorships: SponsorshipTable;
  settlements: SettlementTable;
  refunds: RefundTable;
  refundTransfers: RefundTransferTable;
  customers: CustomerTable;
  depositReferences: DepositReferenceTable;
  standingTerms: StandingTermsTable;
  standingWatches: StandingWatchTable;
  standingCursors: StandingCursorTable;
  standingDeposits: StandingDepositTable;
  standingBalances: StandingBalanceTable;
  mandates: MandateTable;
  mandateCharges: MandateChargeTable;
  depositWatches: DepositWatchTable;
  observedDeposits: ObservedDepositTable;
  relaySequences: NonceSequenceTable;
  relaySubmissions: SubmissionTable;
  relayAttempts: BroadcastAttemptTable;
  relays: RelayRequestTable;
  relayReverts: RelayRevertTable;
  chainCursors: ChainCursorTable;
  chainBlocks: ChainBlockTable;
  events: EventTable;
  eventSubjects: EventSubjectTable;
  eventHead: EventHeadTable;
  eventConsumers: EventConsumerTable;
  webhookEndpoints: WebhookEndpointTable;
  webhookSecrets: WebhookSecretTable;
  webhookBodies: WebhookBodyTable;
  webhookDeliveries: WebhookDeliveryTable;
};
