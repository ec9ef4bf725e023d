import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Chain, chainByNetwork, type PaymentTerms, type Token } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { preparePayments } from "../../src/sandbox/settle-many.ts";
import { createTestDatabase } from "../../test/support/database.ts";
import { callApi } from "../pay.ts";
import { startStack } from "../stack.ts";
import { printTable } from "../table.ts";

/** Payments in all, and in each block. */
const payments = 300;
const perBlock = 10;

/** Milliseconds between blocks: as many payments a second as ten times this fits into one. */
const blockTime = 1_000;

/** Milliseconds from the block that makes a payment final to its webhook, at the 95th percentile, that must not be passed. */
const most = 250;

/** On the whole stack, with one chain whose blocks come when this says so: how long a webhook takes from the block that it is due to. */
export async function measureWebhooks(): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-bench-"));
  const database = await createTestDatabase();
  const arrived = new Map<string, number>();
  const stack = await startStack({
    chains: [chainByNetwork("base") as Chain],
    directory,
    database: database.options,
    pollInterval: 50,
    onWebhook: ({ type, data }) => arrived.set(`${type} ${data.id}`, performance.now()),
  });
  try {
    const { local, router, chain } = stack.sandbox.chains.get(8453) as SandboxChain;
    await local.setIntervalMining({ interval: 0 });
    await local.setAutomine(true);
    const many = await preparePayments(local, router, chain.tokens[0] as Token, () => "");
    await local.setAutomine(false);
    console.error(`creating ${payments} payments …`);
    const ids: string[] = [];
    const terms: PaymentTerms[] = [];
    for (let count = 0; count < payments; count += 1) {
      const body = { amount: "250.00", currency: "USD", acceptedChains: [8453] };
      const { id } = await callApi(stack.state, "POST", "/v1/payments", body);
      const choice = { chainId: 8453, token: "USDC" };
      const quote = await callApi(stack.state, "POST", `/v1/checkout/${id}/quotes`, choice);
      ids.push(id);
      terms.push(termsFromJson(quote.terms));
    }
    console.error("paying them …");
    /** When each block was there. */
    const mined: number[] = [];
    for (let block = 0; block < payments / perBlock + 2; block += 1) {
      const due = terms.slice(block * perBlock, (block + 1) * perBlock);
      if (due.length > 0) await many.send(due);
      const begun = performance.now();
      await local.mine({ blocks: 1 });
      mined.push(performance.now());
      await sleep(Math.max(0, blockTime - (performance.now() - begun)));
    }
    const signal = AbortSignal.timeout(60_000);
    while (ids.some((id) => !arrived.has(`payment.completed ${id}`))) await sleep(20, undefined, { signal });
    // On Base an amount like this is final by the node's `safe`, which is one block behind the head here.
    const took = (type: string, after: number) =>
      ids.map(
        (id, index) =>
          (arrived.get(`${type} ${id}`) as number) - (mined[Math.floor(index / perBlock) + after] as number),
      );
    const rows = [
      { name: "its block to payment.processing", times: took("payment.processing", 0), bound: "" },
      {
        name: "the block that makes it final to payment.completed",
        times: took("payment.completed", 1),
        bound: `${most}`,
      },
    ];
    printTable(
      ["from … to webhook received", "p50 ms", "p95 ms", "at most"],
      rows.map(({ name, times, bound }) => [name, quantile(times, 0.5), quantile(times, 0.95), bound].map(String)),
    );
    return quantile(took("payment.completed", 1), 0.95) <= most;
  } finally {
    await stack.stop();
    await database.drop();
    await rm(directory, { recursive: true });
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}
