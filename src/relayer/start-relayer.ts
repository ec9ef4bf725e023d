import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { PaymentsContext } from "../payments/index.ts";
import { startBackgroundTask, type WakefulTask } from "../runtime/index.ts";
import type { ChainServices } from "./chain-services.ts";
import type { RelaySettings } from "./settings.ts";
import { followSubmissions } from "./submissions/follow-submissions.ts";
import { registerSequences } from "./submissions/lease-sequence.ts";
import { sendRelays } from "./submissions/send-requests.ts";

/** Submissions that one process prepares for one chain at once. */
const parallel = 4;

/** A first relay waits so long for others to share its submission. Milliseconds. */
const batchWait = 20;

/** Without being woken the queue is looked at this often, and what is under way. Milliseconds. */
const sendInterval = 250;
const followInterval = 500;

/** Submits what is queued for one chain, and follows it, until stopped. `wake` has it look at once. */
export function startRelaying(
  context: PaymentsContext,
  relay: ChainServices,
  settings: RelaySettings,
  log: Logger,
): WakefulTask {
  const { network } = relay.chain;
  let registered = false;
  const sending = startBackgroundTask({
    name: `submit relays on ${network}`,
    interval: sendInterval,
    log,
    async run() {
      if (!registered) await registerSequences(context, relay);
      registered = true;
      const waiting = await countDue(context, relay);
      if (waiting === 0) return false;
      if (waiting < settings.batchSize) await sleep(batchWait);
      const workers = Math.min(parallel, Math.ceil(waiting / settings.batchSize));
      const sent = await Promise.all(Array.from({ length: workers }, () => sendRelays(context, relay, settings)));
      return sent.includes(true);
    },
  });
  const following = startBackgroundTask({
    name: `follow relays on ${network}`,
    interval: followInterval,
    log,
    async run() {
      await followSubmissions(context, relay, settings);
      return false;
    },
  });
  return {
    wake: sending.wake,
    async stop() {
      await Promise.all([sending.stop(), following.stop()]);
    },
  };
}

async function countDue({ database, clock }: PaymentsContext, { chain }: ChainServices): Promise<number> {
  const { count } = await database
    .selectFrom("relays")
    .select(({ fn }) => fn.countAll<bigint>().as("count"))
    .where("chainId", "=", chain.id)
    .where("status", "=", "QUEUED")
    .where("dueAt", "<=", clock())
    .executeTakeFirstOrThrow();
  return Number(count);
}
