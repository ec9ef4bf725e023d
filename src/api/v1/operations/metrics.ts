import type { FastifyInstance } from "fastify";
import { Counter, Gauge, type Registry } from "prom-client";
import { formatEther } from "viem";
import { stuckDeposits } from "../../../deposits/index.ts";
import { consumerLag } from "../../../events/index.ts";
import { chainProgress, countUnknownSettlements } from "../../../ledger/index.ts";
import { mailTotals } from "../../../mail/index.ts";
import { failingCharges } from "../../../mandates/index.ts";
import { revertedDollars } from "../../../relayer/index.ts";
import { sponsorshipTotals } from "../../../user-operations/index.ts";
import type { OperationsContext } from "./view.ts";

/** Prometheus metrics of one process: its own work, and what the database says of everybody's. */
export function serveMetrics(server: FastifyInstance, registry: Registry, context: OperationsContext): void {
  const registers = [registry];
  const payments = new Gauge({
    name: "railsplit_payments",
    help: "Payments by state.",
    labelNames: ["status"],
    registers,
  });
  const deliveries = new Gauge({
    name: "railsplit_webhook_deliveries_pending",
    help: "Webhook deliveries that are due or will be.",
    registers,
  });
  const eventsWaiting = new Gauge({
    name: "railsplit_events_waiting",
    help: "Events that a consumer has not handled yet.",
    labelNames: ["consumer"],
    registers,
  });
  const eventsOldest = new Gauge({
    name: "railsplit_event_oldest_waiting_seconds",
    help: "How long the oldest event that a consumer has not handled yet has been waiting.",
    labelNames: ["consumer"],
    registers,
  });
  const oldest = new Gauge({
    name: "railsplit_webhook_oldest_due_seconds",
    help: "How long the delivery that is due longest has been waiting.",
    registers,
  });
  const readAge = new Gauge({
    name: "railsplit_chain_read_age_seconds",
    help: "The age of the last block of a chain that any process has read: alarm when it grows.",
    labelNames: ["chain"],
    registers,
  });
  const denied = new Gauge({
    name: "railsplit_fee_recipient_denied",
    help: "1 while a token denies a router's fee recipient, so that no payment in it settles there: alarm.",
    labelNames: ["chain", "token", "router"],
    registers,
  });
  const behind = new Gauge({
    name: "railsplit_watcher_blocks_behind",
    help: "Blocks between a chain's head and what has been read, where this process watches.",
    labelNames: ["chain"],
    registers,
  });
  const healthy = new Gauge({
    name: "railsplit_watcher_healthy",
    help: "1 while this process reads the chain without errors.",
    labelNames: ["chain"],
    registers,
  });
  const parts = new Gauge({
    name: "railsplit_chain_part_up",
    help: "1 while our contracts, the bundler and sponsorship on a chain are as they should be: alarm at 0.",
    labelNames: ["chain", "part"],
    registers,
  });
  const coin = new Gauge({
    name: "railsplit_gas_balance_coin",
    help: "Gas balances in the chain's native token: the sponsor's deposit, and each key that sends transactions.",
    labelNames: ["chain", "holder", "address"],
    registers,
  });
  const paymentsLeft = new Gauge({
    name: "railsplit_gas_balance_payments_left",
    help: "Payments that it covers at the present price of gas.",
    labelNames: ["chain", "holder", "address"],
    registers,
  });
  const lowBalance = new Gauge({
    name: "railsplit_gas_balance_low",
    help: "1 while it covers fewer payments than configured: alarm.",
    labelNames: ["chain", "holder", "address"],
    registers,
  });
  const trusted = new Gauge({
    name: "railsplit_provider_healthy",
    help: "1 while an endpoint of a chain is asked and believed; its state says why not.",
    labelNames: ["chain", "host", "state"],
    registers,
  });
  const headAge = new Gauge({
    name: "railsplit_provider_head_age_seconds",
    help: "The age of the newest block that an endpoint reported at its last probe.",
    labelNames: ["chain", "host"],
    registers,
  });
  const differences = new Counter({
    name: "railsplit_ledger_differences_total",
    help: "Differences that reconciliation passes found since this process began. MISSING was mended; any other wants somebody: alarm above zero.",
    labelNames: ["chain", "kind"],
    registers,
  });
  const unknown = new Gauge({
    name: "railsplit_unknown_settlements",
    help: "Settlements credited to nobody. UNKNOWN_ID: of no quote of ours. OTHER_ROUTER: at a router that is not its quote's. OTHER_TERMS: not by its quote's terms; alarm above zero.",
    labelNames: ["chain", "reason"],
    registers,
  });

  const sponsorships = new Gauge({
    name: "railsplit_sponsorships",
    help: "Gas sponsorships of the last day by state. UNSETTLED: paid for, and the payment was not settled: alarm above zero.",
    labelNames: ["status"],
    registers,
  });
  const sponsored = new Gauge({
    name: "railsplit_sponsorship_dollars",
    help: "What gas sponsorships of the last hour and the last day cost, live ones by the most that they can, without those that did not settle: alarm near the budget.",
    labelNames: ["window"],
    registers,
  });
  const lost = new Gauge({
    name: "railsplit_sponsorship_lost_dollars",
    help: "What was paid in the last hour and the last day for sponsored operations that did not settle.",
    labelNames: ["window"],
    registers,
  });
  const atRisk = new Gauge({
    name: "railsplit_sponsorship_at_risk_dollars",
    help: "The same, with the most that live sponsorships of accounts can lose that never paid by one: alarm near the budget of unsettled ones.",
    labelNames: ["window"],
    registers,
  });

  const reverted = new Gauge({
    name: "railsplit_reverted_relay_dollars",
    help: "What payers' signatures of the last hour and the last day cost that were included and did not pay: alarm near the budget.",
    labelNames: ["window"],
    registers,
  });

  const stuck = new Gauge({
    name: "railsplit_deposits_stuck",
    help: "Deposit addresses whose money could not be settled or returned for three scans in a row: alarm above zero.",
    labelNames: ["chain"],
    registers,
  });

  const failing = new Gauge({
    name: "railsplit_mandate_charges_failing",
    help: "Charges of mandates in their windows that do not go through, by cause: alarm above zero for gas_too_high and not_in_time.",
    labelNames: ["chain", "cause"],
    registers,
  });

  const mails = new Gauge({
    name: "railsplit_mails",
    help: "Mails by state: PENDING ones, and those that ended within a day. EXPIRED: could not be sent while they were of use; alarm above zero.",
    labelNames: ["status"],
    registers,
  });
  const oldestMail = new Gauge({
    name: "railsplit_mail_oldest_waiting_seconds",
    help: "How long the oldest mail that was not sent yet has been waiting: alarm above ten minutes.",
    registers,
  });

  server.get("/metrics", { schema: { hide: true } }, async (_request, reply) => {
    const { database } = context;
    const states = await database
      .selectFrom("payments")
      .select(["status", ({ fn }) => fn.countAll<bigint>().as("count")])
      .groupBy("status")
      .execute();
    payments.reset();
    for (const { status, count } of states) payments.set({ status }, Number(count));
    const pending = await database
      .selectFrom("webhookDeliveries")
      .select(({ fn }) => [fn.countAll<bigint>().as("count"), fn.min("nextAttemptAt").as("oldest")])
      .where("status", "=", "PENDING")
      .executeTakeFirstOrThrow();
    deliveries.set(Number(pending.count));
    const due = pending.oldest as Date | null;
    oldest.set(due === null ? 0 : Math.max(0, (context.clock().getTime() - due.getTime()) / 1000));
    for (const { name, waiting, secondsOld } of await consumerLag(context)) {
      eventsWaiting.set({ consumer: name }, waiting);
      eventsOldest.set({ consumer: name }, secondsOld);
    }
    for (const [chainId, { secondsOld }] of await chainProgress(context)) {
      readAge.set({ chain: `${chainId}` }, secondsOld);
    }
    for (const { chainId, reason, count } of await countUnknownSettlements(database)) {
      unknown.set({ chain: `${chainId}`, reason }, count);
    }
    stuck.reset();
    for (const [chainId, count] of await stuckDeposits(context)) stuck.set({ chain: `${chainId}` }, count);
    failing.reset();
    for (const { chainId, cause, count } of await failingCharges(database, context.clock())) {
      failing.set({ chain: `${chainId}`, cause }, count);
    }
    const totals = await sponsorshipTotals(context);
    for (const [status, number] of Object.entries(totals.count)) sponsorships.set({ status }, number);
    for (const window of ["hour", "day"] as const) {
      sponsored.set({ window }, Number(formatEther(totals.spent[window])));
      lost.set({ window }, Number(formatEther(totals.lost[window])));
      atRisk.set({ window }, Number(formatEther(totals.atRisk[window])));
    }
    const gone = await revertedDollars(database, context.clock());
    for (const window of ["hour", "day"] as const) reverted.set({ window }, Number(formatEther(gone[window])));
    const sent = await mailTotals(context);
    for (const [status, number] of Object.entries(sent.count)) mails.set({ status }, number);
    oldestMail.set(sent.oldestWaitingSeconds);
    for (const [chainId, states] of context.parts()) {
      for (const { part, problem } of states) parts.set({ chain: `${chainId}`, part }, problem === null ? 1 : 0);
    }
    for (const [chainId, states] of context.feeRecipients()) {
      for (const { router, token, denied: is } of states) {
        if (is !== null) denied.set({ chain: `${chainId}`, token, router }, is ? 1 : 0);
      }
    }
    for (const [chainId, balances] of context.gasBalances()) {
      for (const { holder, address, amount, paymentsLeft: left, low } of balances) {
        const labels = { chain: `${chainId}`, holder, address };
        coin.set(labels, Number(formatEther(amount)));
        paymentsLeft.set(labels, Number(left));
        lowBalance.set(labels, low ? 1 : 0);
      }
    }
    for (const [chainId, { blocksBehind, error }] of context.chainHealth()) {
      behind.set({ chain: `${chainId}` }, Number(blocksBehind ?? 0n));
      healthy.set({ chain: `${chainId}` }, error === null ? 1 : 0);
    }
    // What is counted elsewhere, since this process began.
    differences.reset();
    for (const [chainId, found] of context.differencesFound()) {
      for (const [kind, count] of found) differences.inc({ chain: `${chainId}`, kind }, count);
    }
    trusted.reset();
    for (const [chainId, providers] of context.providerHealth()) {
      for (const { name: host, state, head } of providers) {
        trusted.set({ chain: `${chainId}`, host, state }, state === "healthy" ? 1 : 0);
        if (head) {
          const age = (context.clock().getTime() - head.blockTime.getTime()) / 1_000;
          headAge.set({ chain: `${chainId}`, host }, Math.max(0, age));
        }
      }
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
