import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import * as initial from "./migrations/0001-initial.ts";
import * as merchantApi from "./migrations/0002-merchant-api.ts";
import * as depositsAndReversals from "./migrations/0003-deposits-and-reversals.ts";
import * as checkoutSettings from "./migrations/0004-checkout-settings.ts";
import * as ledger from "./migrations/0005-ledger.ts";
import * as chainBlocks from "./migrations/0006-chain-blocks.ts";
import * as confirmations from "./migrations/0007-confirmations.ts";
import * as claimRequests from "./migrations/0008-claim-requests.ts";
import * as relays from "./migrations/0009-relays.ts";
import * as secretRuns from "./migrations/0010-secret-runs.ts";
import * as hotDepositWatches from "./migrations/0011-hot-deposit-watches.ts";
import * as deliveriesByEndpoint from "./migrations/0012-deliveries-by-endpoint.ts";
import * as relayerWords from "./migrations/0013-relayer-words.ts";
import * as events from "./migrations/0014-events.ts";
import * as sponsorships from "./migrations/0015-sponsorships.ts";
import * as attempts from "./migrations/0016-attempts.ts";
import * as webhookSecrets from "./migrations/0017-webhook-secrets.ts";
import * as keyParents from "./migrations/0018-key-parents.ts";
import * as requestCounts from "./migrations/0019-request-counts.ts";
import * as cooledWatches from "./migrations/0020-cooled-watches.ts";
import * as checkoutTokenLife from "./migrations/0021-checkout-token-life.ts";
import * as contractPayers from "./migrations/0022-contract-payers.ts";
import * as depositWords from "./migrations/0023-deposit-words.ts";
import * as organizations from "./migrations/0024-organizations.ts";
import * as attemptPayers from "./migrations/0025-attempt-payers.ts";
import * as organizationSettings from "./migrations/0026-organization-settings.ts";
import * as routers from "./migrations/0027-routers.ts";
import * as transferQuotes from "./migrations/0028-transfer-quotes.ts";
import * as settlementAddressChanges from "./migrations/0029-settlement-address-changes.ts";
import * as failingDeposits from "./migrations/0030-failing-deposits.ts";
import * as mail from "./migrations/0031-mail.ts";
import * as paymentSources from "./migrations/0032-payment-sources.ts";
import * as paymentLinks from "./migrations/0033-payment-links.ts";
import * as quoteBounds from "./migrations/0034-quote-bounds.ts";
import * as barredAccounts from "./migrations/0035-barred-accounts.ts";
import * as auditSequence from "./migrations/0036-audit-sequence.ts";
import * as people from "./migrations/0037-people.ts";
import * as quoteReferences from "./migrations/0038-quote-references.ts";
import * as branding from "./migrations/0039-branding.ts";
import * as webhookEndpoints from "./migrations/0040-webhook-endpoints.ts";
import * as requestLog from "./migrations/0041-request-log.ts";
import * as keyOrigins from "./migrations/0042-key-origins.ts";
import * as refunds from "./migrations/0043-refunds.ts";
import * as emailChanges from "./migrations/0044-email-changes.ts";
import * as sponsorshipRisk from "./migrations/0045-sponsorship-risk.ts";
import * as relayReverts from "./migrations/0046-relay-reverts.ts";
import * as fees from "./migrations/0047-fees.ts";
import * as languages from "./migrations/0048-languages.ts";
import * as invoices from "./migrations/0049-invoices.ts";
import * as requestLogAge from "./migrations/0050-request-log-age.ts";
import * as importedPayments from "./migrations/0051-imported-payments.ts";
import * as paymentSearch from "./migrations/0052-payment-search.ts";
import * as invoiceMails from "./migrations/0053-invoice-mails.ts";
import * as unresolvedDeposits from "./migrations/0054-unresolved-deposits.ts";
import * as standingDeposits from "./migrations/0055-standing-deposits.ts";
import * as paymentsByChain from "./migrations/0056-payments-by-chain.ts";
import * as invoiceSellers from "./migrations/0057-invoice-sellers.ts";
import * as subscriptions from "./migrations/0058-subscriptions.ts";
import * as mandates from "./migrations/0059-mandates.ts";
import * as entryPoints from "./migrations/0060-entry-points.ts";
import * as collections from "./migrations/0061-collections.ts";
import * as mailSubjects from "./migrations/0062-mail-subjects.ts";
import type { Schema } from "./schema.ts";

/** In order; a migration that has been released is never edited, only followed by another. */
const migrations = {
  "0001-initial": initial,
  "0002-merchant-api": merchantApi,
  "0003-deposits-and-reversals": depositsAndReversals,
  "0004-checkout-settings": checkoutSettings,
  "0005-ledger": ledger,
  "0006-chain-blocks": chainBlocks,
  "0007-confirmations": confirmations,
  "0008-claim-requests": claimRequests,
  "0009-relays": relays,
  "0010-secret-runs": secretRuns,
  "0011-hot-deposit-watches": hotDepositWatches,
  "0012-deliveries-by-endpoint": deliveriesByEndpoint,
  "0013-relayer-words": relayerWords,
  "0014-events": events,
  "0015-sponsorships": sponsorships,
  "0016-attempts": attempts,
  "0017-webhook-secrets": webhookSecrets,
  "0018-key-parents": keyParents,
  "0019-request-counts": requestCounts,
  "0020-cooled-watches": cooledWatches,
  "0021-checkout-token-life": checkoutTokenLife,
  "0022-contract-payers": contractPayers,
  "0023-deposit-words": depositWords,
  "0024-organizations": organizations,
  "0025-attempt-payers": attemptPayers,
  "0026-organization-settings": organizationSettings,
  "0027-routers": routers,
  "0028-transfer-quotes": transferQuotes,
  "0029-settlement-address-changes": settlementAddressChanges,
  "0030-failing-deposits": failingDeposits,
  "0031-mail": mail,
  "0032-payment-sources": paymentSources,
  "0033-payment-links": paymentLinks,
  "0034-quote-bounds": quoteBounds,
  "0035-barred-accounts": barredAccounts,
  "0036-audit-sequence": auditSequence,
  "0037-people": people,
  "0038-quote-references": quoteReferences,
  "0039-branding": branding,
  "0040-webhook-endpoints": webhookEndpoints,
  "0041-request-log": requestLog,
  "0042-key-origins": keyOrigins,
  "0043-refunds": refunds,
  "0044-email-changes": emailChanges,
  "0045-sponsorship-risk": sponsorshipRisk,
  "0046-relay-reverts": relayReverts,
  "0047-fees": fees,
  "0048-languages": languages,
  "0049-invoices": invoices,
  "0050-request-log-age": requestLogAge,
  "0051-imported-payments": importedPayments,
  "0052-payment-search": paymentSearch,
  "0053-invoice-mails": invoiceMails,
  "0054-unresolved-deposits": unresolvedDeposits,
  "0055-standing-deposits": standingDeposits,
  "0056-payments-by-chain": paymentsByChain,
  "0057-invoice-sellers": invoiceSellers,
  "0058-subscriptions": subscriptions,
  "0059-mandates": mandates,
  "0060-entry-points": entryPoints,
  "0061-collections": collections,
  "0062-mail-subjects": mailSubjects,
};

/**
 * Brings the schema up to date, or for tests to an earlier release's `target`. Safe to run from several processes at once: Kysely holds an advisory
 * lock meanwhile.
 */
export async function migrate(database: Kysely<Schema>, target?: keyof typeof migrations): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await (target === undefined ? migrator.migrateToLatest() : migrator.migrateTo(target));
  if (error) throw new Error("The database schema could not be brought up to date.", { cause: error });
}
