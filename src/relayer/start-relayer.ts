import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { startBackgroundTask, type WakefulTask } from "../runtime/index.ts";
import type { ChainServices } from "./chain-services.ts";
import type { QueueContext, RelayerContext } from "./context.ts";
import type { RelayerSettings } from "./settings.ts";
import { followSubmissions } from "./submissions/follow-submissions.ts";
import { registerSequences } from "./submissions/lease-sequence.ts";
import { sendRequests } from "./submissions/send-requests.ts";

/** Submissions that one process prepares for one chain at once. */
const parallel = 4;

/** A first request waits so long for others to share its submission. Milliseconds. */
const batchWait = 20;

/** Without being woken the queue and the submissions are polled this often. Milliseconds. */
const sendInterval = 250;
const followInterval = 500;

/** Submits the requests queued for one chain and follows their submissions, until stopped. `wake` has the queue polled at once. */
export function startRelayer(
  context: RelayerContext,
  services: ChainServices,
  settings: RelayerSettings,
  log: Logger,
): WakefulTask {
  const { network } = services.chain;
  let registered = false;
  const sending = startBackgroundTask({
    name: `submit relay requests on ${network}`,
    interval: sendInterval,
    log,
    async run() {
      if (!registered) await registerSequences(context, services);
      registered = true;
      const waiting = await countDue(context, services);
      if (waiting === 0) return false;
      if (waiting < settings.batchSize) await sleep(batchWait);
      const workers = Math.min(parallel, Math.ceil(waiting / settings.batchSize));
      const sent = await Promise.all(Array.from({ length: workers }, () => sendRequests(context, services, settings)));
      return sent.includes(true);
    },
  });
  const following = startBackgroundTask({
    name: `follow submissions on ${network}`,
    interval: followInterval,
    log,
    async run() {
      await followSubmissions(context, services, settings);
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

async function countDue({ database, clock }: QueueContext, { chain }: ChainServices): Promise<number> {
  const { count } = await database
    .selectFrom("relays")
    .select(({ fn }) => fn.countAll<bigint>().as("count"))
    .where("chainId", "=", chain.id)
    .where("status", "=", "QUEUED")
    .where("dueAt", "<=", clock())
    .executeTakeFirstOrThrow();
  return Number(count);
}
