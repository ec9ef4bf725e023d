import type { Logger } from "pino";
import { apiTasks, attachInvoice, webhookRenderers } from "../api/index.ts";
import { startWatcher, type Watcher } from "../chain/index.ts";
import { collectionTasks } from "../collections/index.ts";
import { type Configuration, contractsOn } from "../configuration/index.ts";
import { depositTasks, quoteTasks } from "../deposits/index.ts";
import { invoiceTasks } from "../invoices/index.ts";
import { watcherSink } from "../ledger/index.ts";
import { createSmtpTransport, mailTasks, noTransport } from "../mail/index.ts";
import { mandateClockTasks, mandateTasks } from "../mandates/index.ts";
import { paymentTasks } from "../payments/index.ts";
import { peopleTasks } from "../people/index.ts";
import { type ReconciliationPasses, startReconciliationPasses } from "../reconciliation/index.ts";
import { refundClockTasks, refundTasks } from "../refunds/index.ts";
import type { BackgroundTask } from "../runtime/index.ts";
import { standingTasks } from "../standing/index.ts";
import { subscriptionTasks } from "../subscriptions/index.ts";
import { sponsorshipTasks } from "../user-operations/index.ts";
import { createNameResolver, startDelivering } from "../webhooks/index.ts";
import type { ServedChain } from "./chains.ts";
import type { EngineContext } from "./context.ts";
import type { Relayer } from "./relayer.ts";

/** What a worker runs, and what it knows of it. Empty in a process of role "api". */
export type Workers = {
  readonly tasks: readonly BackgroundTask[];
  readonly watchers: ReadonlyMap<number, Watcher>;
  readonly reconciliations: ReadonlyMap<number, ReconciliationPasses>;
};

export const noWorkers: Workers = { tasks: [], watchers: new Map(), reconciliations: new Map() };

export type WorkerParts = {
  readonly configuration: Configuration;
  readonly context: EngineContext;
  readonly chains: readonly ServedChain[];
  readonly relayer: Relayer;
};

/** Starts the background work of every engine. A new engine adds its tasks here. */
export function startWorkers({ configuration, context, chains, relayer }: WorkerParts, log: Logger): Workers {
  const { webhookTargets, secondReadingInterval, smtp, publicUrl, sandboxTools } = configuration;
  const receiversClock = sandboxTools?.worldClock;
  const resolveName = createNameResolver({ local: webhookTargets === "any" });
  const renderers = webhookRenderers(context);
  const sending = { random: Math.random, webhookTargets, renderers, resolveName, receiversClock };
  const deliveries = startDelivering({ ...context, ...sending }, log);
  const transport = smtp ? createSmtpTransport(smtp) : noTransport;
  const mailing = { transport, publicUrl, random: Math.random, attach: attachInvoice({ ...context, publicUrl }) };
  const watchers = new Map<number, Watcher>();
  const reconciliations = new Map<number, ReconciliationPasses>();
  const deposits: BackgroundTask[] = [];
  const refunds: BackgroundTask[] = [];
  for (const served of chains) {
    const { chain, providers, startBlock, pollInterval } = served;
    const contracts = contractsOn(configuration, served);
    const sink = watcherSink(context, chain.id, () => deliveries.wake());
    watchers.set(chain.id, startWatcher({ chain, providers, contracts, sink, log, startBlock, pollInterval }));
    const reading = { chain, providers, contracts };
    reconciliations.set(chain.id, startReconciliationPasses(context, reading, secondReadingInterval, log));
    refunds.push(...refundTasks(context, { chain, providers }, pollInterval, () => deliveries.wake(), log));
    const services = relayer.services.get(chain.id);
    if (!services) continue;
    deposits.push(...depositTasks(context, services, pollInterval, log));
    const onEvents = () => deliveries.wake();
    deposits.push(...standingTasks(context, { chain, providers }, services, pollInterval, onEvents, log));
    deposits.push(...mandateTasks(context, { chain, providers }, services, onEvents, log));
  }
  const tasks = [
    deliveries,
    ...watchers.values(),
    ...reconciliations.values(),
    ...deposits,
    ...refunds,
    ...refundClockTasks(context, log),
    ...mandateClockTasks(context, log),
    ...quoteTasks(context, log),
    ...relayer.startSubmitting(context),
    ...sponsorshipTasks(
      context,
      chains.map(({ chain }) => chain.id),
      configuration.sponsorship.budgets,
      log,
    ),
    ...paymentTasks(context, log),
    ...invoiceTasks(context, log),
    ...subscriptionTasks(context, log),
    ...collectionTasks(context, log),
    ...peopleTasks(context, log),
    ...apiTasks(context, log),
    ...mailTasks({ ...context, ...mailing }, log),
  ];
  return { tasks, watchers, reconciliations };
}
