import { setTimeout as sleep } from "node:timers/promises";
import { type Address, erc20Abi, getAbiItem, type Hex } from "viem";
import { amountsOf, feeBasisPoints, formatDecimal, paymentRouterAbi, totalOf } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import type { ReceivedWebhook } from "../../src/sandbox/webhook-receiver.ts";
import type { Attempt } from "./paying.ts";
import type { Json } from "./shop.ts";
import type { World, WorldChain } from "./world.ts";

/** What was found once all was quiet. Nothing is right unless `problems` is empty. */
export type Audit = {
  readonly payments: number;
  /** Settlements of these payments on chain. */
  readonly settled: number;
  readonly webhooks: number;
  readonly problems: readonly string[];
};

const paymentSettled = getAbiItem({ abi: paymentRouterAbi, name: "PaymentSettled" });

/** How long everything may take to come right after the last fault. Milliseconds. */
const patience = 120_000;

/**
 * Waits until nothing moves any more, then compares: each payment with the chain, its webhooks with its state, the recipients' balances with the ledger,
 * the database with the router's events, and its payments with what was asked for. `all`: every attempt since the world began, for what is counted in total.
 */
export async function auditPayments(
  world: World,
  attempts: readonly Attempt[],
  all: readonly Attempt[],
  onWaiting: (problems: readonly string[]) => void = () => {},
): Promise<Audit> {
  const end = Date.now() + patience;
  for (;;) {
    const audit = await auditOnce(world, attempts, all).catch((error: unknown) => ({
      payments: attempts.length,
      settled: 0,
      webhooks: 0,
      problems: [`The audit could not be made: ${error}`],
    }));
    if (audit.problems.length === 0 || Date.now() > end) return audit;
    onWaiting(audit.problems);
    await sleep(500);
  }
}

async function auditOnce(world: World, attempts: readonly Attempt[], all: readonly Attempt[]): Promise<Audit> {
  const { servers, receiver } = world;
  const unrest = await stillMoving(world);
  const problems: string[] = [...servers.crashes, ...unrest];
  if (receiver.rejected > 0) problems.push(`${receiver.rejected} webhooks had a wrong signature`);
  // Looking at each payment is for when there is something to see.
  if (unrest.length > 0) return { payments: attempts.length, settled: 0, webhooks: 0, problems };

  const settlements = new Map<WorldChain, Settlements>();
  for (const chain of world.chains) settlements.set(chain, await readSettlements(chain));
  const told = byPayment(receiver.received);
  let settled = 0;
  let webhooks = 0;
  const queue = [...attempts];
  const checkers = Array.from({ length: 8 }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const found = settlements.get(next.on)?.byId ?? new Map<Hex, Hex>();
      settled += next.quotes.filter(({ onchainId }) => found.has(onchainId)).length;
      if (next.paymentId === null) continue;
      const events = told.get(next.paymentId) ?? [];
      webhooks += events.length;
      const wrong = await problemsOf(world, next, found, events);
      problems.push(
        ...wrong.map((problem) => `payment ${next.paymentId} (${next.way}, ${next.on.chain.network}): ${problem}`),
      );
    }
  });
  await Promise.all(checkers);
  for (const [chain, { logs }] of settlements) problems.push(...(await balanceProblems(chain, logs, all)));

  const { differences, paymentIds } = await servers.inspect({ chains: chainsOf(world), reconcile: true });
  const known = new Set(all.map(({ paymentId }) => paymentId));
  const doubled = paymentIds.filter((id) => !known.has(id));
  problems.push(...doubled.map((id) => `payment ${id} was created, and its customer knows of another`));
  problems.push(
    ...differences.map(({ kind, transactionHash, detail }) => `reconcile: ${kind} ${transactionHash}: ${detail}`),
  );
  return { payments: attempts.length, settled, webhooks, problems };
}

const chainsOf = ({ chains }: World) =>
  chains.map(({ chain, node, startBlock }) => ({ chainId: chain.id, rpcUrl: node.rpcUrl, fromBlock: startBlock }));

/** Rows that wait for something, and chains that have not been read up to where they are now. */
async function stillMoving(world: World): Promise<string[]> {
  const heads = await Promise.all(world.chains.map(({ node }) => node.local.getBlockNumber()));
  const { waiting, underWay, cursors } = await world.servers.inspect({ chains: [], reconcile: false });
  return [
    ...Object.entries(waiting).flatMap(([what, count]) => (count > 0 ? [`still ${count} ${what}`] : [])),
    ...underWay.map((payment) => `still under way: ${payment}`),
    ...world.chains.flatMap(({ chain }, index) => {
      const behind = (heads[index] ?? 0n) - (cursors.get(chain.id) ?? 0n);
      return behind > 2n ? [`${chain.name} is read ${behind} blocks behind its head`] : [];
    }),
  ];
}

type Settlements = { readonly byId: ReadonlyMap<Hex, Hex>; readonly logs: Awaited<ReturnType<typeof readLogs>> };

async function readLogs({ node, startBlock }: WorldChain) {
  return node.local.getLogs({ address: node.router, event: paymentSettled, strict: true, fromBlock: startBlock });
}

async function readSettlements(chain: WorldChain): Promise<Settlements> {
  const logs = await readLogs(chain);
  return { logs, byId: new Map(logs.map(({ args, transactionHash }) => [args.paymentId, transactionHash])) };
}

/** The events of each payment, in order, each once however often it was delivered. */
function byPayment(received: readonly ReceivedWebhook[]): Map<string, ReceivedWebhook[]> {
  const once = new Map(received.map((webhook) => [webhook.id, webhook]));
  const told = new Map<string, ReceivedWebhook[]>();
  for (const webhook of once.values()) {
    const events = told.get(webhook.data.id) ?? [];
    events.push(webhook);
    told.set(webhook.data.id, events);
  }
  for (const events of told.values()) events.sort((one, other) => one.sequence - other.sequence);
  return told;
}

async function problemsOf(
  { shop }: World,
  { way, on, paymentId, quotes }: Attempt,
  found: ReadonlyMap<Hex, Hex>,
  events: readonly ReceivedWebhook[],
): Promise<string[]> {
  const payment: Json = await shop.call("GET", `/v1/payments/${paymentId}`);
  const { data: ledger }: Json = await shop.call("GET", `/v1/transactions?paymentId=${paymentId}&limit=100`);
  const onChain = quotes.flatMap(({ onchainId }) => found.get(onchainId) ?? []);
  // Of settlements, not of what stands at a deposit address.
  const count = (type: string) => events.filter((event) => event.type === type && !event.deposit).length;
  const entries = (...kinds: string[]) => ledger.filter((entry: Json) => kinds.includes(entry.type)).length;
  const problems: string[] = [];
  const expect = (what: string, is: unknown, expected: unknown) => {
    if (is !== expected)
      problems.push(`${what} is ${is}, expected ${expected}; ${onChain.length} settled on chain (${onChain})`);
  };

  const isCancelled = way === "late";
  // A reversal is an entry of its own beside the one that it takes back.
  const reversals = entries("REVERSED");
  expect("entries in the ledger", entries("PAYMENT", "OVERPAID", "LATE", "UNKNOWN") - reversals, onChain.length);
  if (reversals === 0) expect("entries as late", entries("LATE"), isCancelled ? onChain.length : 0);
  if (isCancelled) {
    expect("status", payment.status, "CANCELLED");
    expect("webhooks of late money", count("payment.late"), entries("LATE"));
  } else if (onChain.length > 0) {
    expect("status", payment.status, "SUCCESSFUL");
    expect("txHash is on chain", onChain.includes(payment.txHash), true);
    expect("entries as its payment, less reversals", entries("PAYMENT") - reversals, 1);
    expect("entries as overpaid", entries("OVERPAID"), onChain.length - 1);
    expect("webhooks of completion, less those of reversal", count("payment.completed") - count("payment.reversed"), 1);
    expect("webhooks of overpaid money", count("payment.overpaid"), onChain.length - 1);
  } else {
    // A reorganisation deeper than finality takes back what was told as done: the state stays, and the merchant is told.
    const wasDone = count("payment.completed") > 0;
    expect("status", payment.status, wasDone ? "SUCCESSFUL" : "ACTIVE");
    expect("webhooks of reversal", count("payment.reversed"), count("payment.completed"));
    if (way === "underpaid") {
      const isTold = events.some(
        ({ type, deposit }) => type === "payment.underpaid" && deposit?.dueAmount === smallest(on),
      );
      expect("is underpaid told, with what is due", isTold, true);
    }
    if (way === "deposit" && !wasDone) {
      const [quote] = quotes;
      const held = await balanceOf(on, quote?.depositAddress as Address);
      if (quote && held >= totalOf(quote.terms.shares)) problems.push(`${held} stand at its deposit address`);
    }
  }
  const gap = events.findIndex(({ sequence }, index) => sequence !== index + 1);
  if (gap >= 0)
    problems.push(
      `its webhooks are numbered ${events.map(({ sequence }) => sequence)}: number ${gap + 1} is missing or told twice`,
    );
  return problems;
}

/** A base unit as a decimal. */
const smallest = ({ token }: WorldChain) => formatDecimal(1n, token.decimals);

/** Each recipient has what the settlements on chain say, to the base unit: nothing else pays these accounts. */
async function balanceProblems(on: WorldChain, logs: Settlements["logs"], all: readonly Attempt[]): Promise<string[]> {
  const known = new Map(all.flatMap(({ quotes }) => quotes.map(({ onchainId, terms }) => [onchainId, terms] as const)));
  const owed = new Map<Address, bigint>();
  const owe = (account: Address, amount: bigint) => owed.set(account, (owed.get(account) ?? 0n) + amount);
  for (const { args } of logs) {
    owe(sandboxAccounts.feeRecipient.address, args.fee);
    const terms = known.get(args.paymentId);
    if (!terms) return [`${args.paymentId} settled on ${on.chain.name}, and no customer of ours paid it`];
    const { net } = amountsOf(terms.shares, feeBasisPoints);
    for (const [index, { recipient }] of terms.shares.entries()) owe(recipient, net[index] ?? 0n);
  }
  const watched = [sandboxAccounts.merchant, sandboxAccounts.feeRecipient, ...sandboxAccounts.sellers];
  const problems: string[] = [];
  for (const { address } of watched) {
    const [held, expected] = [await balanceOf(on, address), owed.get(address) ?? 0n];
    if (held !== expected) problems.push(`${address} holds ${held} on ${on.chain.name}, settlements say ${expected}`);
  }
  return problems;
}

function balanceOf({ node, token }: WorldChain, account: Address): Promise<bigint> {
  const args = [account] as const;
  return node.local.readContract({ address: token.address, abi: erc20Abi, functionName: "balanceOf", args });
}
