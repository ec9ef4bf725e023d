import { createChainClient } from "../../chain/index.ts";
import { hasRelayer, readConfiguration } from "../../configuration/index.ts";
import {
  listRecoveries,
  type RecoveriesContext,
  type Recovery,
  type RecoveryChain,
  requestRecoveries,
} from "../../deposits/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";

export async function recoveries(args: readonly string[]): Promise<void> {
  const { payment, send = false } = readOptions(args, { payment: "string", send: "boolean" });
  if (!payment) throw new UsageError("--payment is required.");
  const configuration = readConfiguration(process.env, "worker");
  const { chains, database: options } = configuration;
  const settlesDeposits = hasRelayer(configuration);
  const context = { database: await openDatabase(options), clock: systemClock, settlesDeposits };
  const served = chains.map(({ chain, rpcUrls }) => ({ chain, client: createChainClient(chain, rpcUrls) }));
  try {
    if (send) await requestRecoveries(context, payment);
    const { found, unreadChains } = await readAll(context, served, payment);
    // `claims` is the older name of the output.
    console.log(JSON.stringify({ claims: found, unreadChains }, null, 2));
    const byAnybody = send
      ? "a worker submits its recovery as soon as the router allows it"
      : "anybody may send the transaction; --send has a worker do it";
    for (const { sender, beneficiary, chainName, amount, token, reason } of found) {
      const how =
        reason === "UNSUBMITTED"
          ? "it pays as soon as anybody sends the transaction; this server has no relayer that would"
          : sender === "anybody"
            ? byAnybody
            : `only ${beneficiary} can recover it, by sending the transaction itself`;
      console.error(`${amount} ${token} on ${chainName}: ${how}.`);
    }
  } finally {
    await context.database.destroy();
  }
}

/** All pages, one after the other. */
async function readAll(context: RecoveriesContext, chains: readonly RecoveryChain[], paymentId: string) {
  const found: Recovery[] = [];
  const unread = new Set<number>();
  let cursor: string | undefined;
  do {
    const page = await listRecoveries(context, chains, paymentId, { cursor });
    found.push(...page.recoveries);
    for (const chainId of page.unreadChains) unread.add(chainId);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { found, unreadChains: [...unread] };
}
