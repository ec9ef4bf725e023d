import type { Logger } from "pino";
import { type CollectionsContext, mandateCollector } from "../collections/index.ts";
import { type Configuration, hasRelayer, reservedAddresses } from "../configuration/index.ts";
import type { CustomersContext } from "../customers/index.ts";
import { watchQuote } from "../deposits/index.ts";
import type { GasContext } from "../gas/index.ts";
import type { PaymentChecksContext, PaymentsContext } from "../payments/index.ts";
import type { PeopleContext } from "../people/index.ts";
import type { QuotesContext } from "../quotes/index.ts";
import { createSecretBox } from "../runtime/index.ts";
import type { SecretsContext } from "../webhooks/index.ts";
import type { ServedChain } from "./chains.ts";
import { createDenylists } from "./denylists.ts";
import { createPeopleMail } from "./people-mail.ts";
import { createStandingContract } from "./standing.ts";

/** The sum of what the engines need: each takes its part. */
export type EngineContext = PaymentsContext &
  QuotesContext &
  GasContext &
  PeopleContext &
  SecretsContext &
  CustomersContext &
  CollectionsContext & {
    /** Whether mails that are queued go out. */
    readonly sendsMail: boolean;
  };

type Parts = Pick<PaymentsContext, "database" | "clock" | "feeBasisPoints"> &
  Pick<GasContext, "rates"> & { readonly chains: readonly ServedChain[]; readonly log: Pick<Logger, "warn"> };

/** What payments are checked by: what the configuration says, and no chain. */
export function createChecksContext(
  configuration: Configuration,
  { database, clock }: Pick<PaymentChecksContext, "database" | "clock">,
): PaymentChecksContext {
  return {
    database,
    clock,
    chains: configuration.chains.map(({ chain, mode }) => ({
      ...chain,
      mode,
      tokens: chain.tokens.filter((token) => token.enabled),
    })),
    router: configuration.router,
    reserved: reservedAddresses(configuration),
    settlesDeposits: hasRelayer(configuration),
    checkoutUrl: `${configuration.publicUrl}/p`,
  };
}

export function createContext(configuration: Configuration, { chains, log, ...parts }: Parts): EngineContext {
  const { sponsorshipLimit, publicUrl, secretKeys, addressLimits } = configuration;
  const gasMarkets = new Map(chains.map(({ chain, gasMarket }) => [chain.id, gasMarket]));
  const secretBox = createSecretBox(secretKeys);
  const context: EngineContext = {
    ...parts,
    ...createChecksContext(configuration, parts),
    gasPrices: (chainId) => gasMarkets.get(chainId)?.current() ?? null,
    sponsorshipLimit,
    // As many as it may ask for in an hour: a busy shop's is raised with that.
    mostOpenPerAddress: addressLimits.perHour,
    sendsMail: configuration.smtp !== null,
    findDenied: createDenylists(chains, parts.clock, log),
    standing: createStandingContract(configuration.standingDeposits, chains),
    mandates: configuration.mandates ?? null,
    collector: mandateCollector,
    secretBox,
    publicUrl,
    usualMode: chains.some(({ mode }) => mode === "live") ? "live" : "test",
    peopleMail: configuration.smtp && createPeopleMail({ clock: parts.clock, secretBox }),
    onQuote: (transaction, quote) => watchQuote(context, transaction, quote),
  };
  return context;
}
