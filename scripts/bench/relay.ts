import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { type Hex, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import type { ChainClient } from "../../src/chain/providers/chain-client.ts";
import { createChainClient } from "../../src/chain/providers/provider-pool.ts";
import type { RelayConfiguration } from "../../src/configuration/index.ts";
import {
  authorizationTypedData,
  type Chain,
  chainByNetwork,
  type PaymentTerms,
  paymentIdOf,
  paymentRouterAbi,
  type Token,
  type TokenDomain,
  uuidToBytes32,
} from "../../src/protocol/index.ts";
import type { Call } from "../../src/protocol/payment-calls.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { unixSeconds } from "../../src/protocol/unix-seconds.ts";
import { authorizationCall } from "../../src/relayer/authorization-calls.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { batchCall, batchGas } from "../../src/relayer/lanes/batch.ts";
import { watchBundler } from "../../src/relayer/lanes/bundler-health.ts";
import { createBundlerLane } from "../../src/relayer/lanes/bundler-lane.ts";
import type { Lane, NonceSequence } from "../../src/relayer/lanes/lane.ts";
import { createTransactionLane } from "../../src/relayer/lanes/transaction-lane.ts";
import { simulateCall } from "../../src/relayer/simulate-call.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { createBundler } from "../../src/user-operations/bundler.ts";
import { createGasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";
import { createTestDatabase } from "../../test/support/database.ts";
import { callApi, type Json } from "../pay.ts";
import { type Stack, startStack } from "../stack.ts";
import { printTable } from "../table.ts";

/** What is measured: payments handed to a lane, by its nonce sequences and the size of its batches. */
const setups = [
  { lane: "bundler", sequences: 10, batch: 1, payments: 60 },
  { lane: "bundler", sequences: 10, batch: 5, payments: 200 },
  { lane: "bundler", sequences: 10, batch: 20, payments: 600 },
  { lane: "transactions", sequences: 1, batch: 1, payments: 500 },
  { lane: "transactions", sequences: 1, batch: 20, payments: 1_500 },
  { lane: "transactions", sequences: 4, batch: 1, payments: 500 },
  { lane: "transactions", sequences: 4, batch: 5, payments: 1_500 },
  { lane: "transactions", sequences: 4, batch: 20, payments: 3_000 },
  { lane: "transactions", sequences: 4, batch: 50, payments: 3_000 },
] as const;

/** Payments from HTTP request to settlement, requests at once, by the lane that is configured first. Signatures of EIP-3009 go alone. */
const endToEnd = [
  { lane: "bundler", sequences: 10, payments: 60, connections: 16 },
  { lane: "transactions", sequences: sandboxAccounts.relayerKeys.length, payments: 600, connections: 32 },
] as const;

/** Payments that the server puts into one submission. */
const batchSize = 20;

const databaseName = process.env.DATABASE_URL === undefined ? "the embedded database" : "PostgreSQL";

/** The fastest setup must reach this. Payments per second. */
const aim = 1_000;

/** A block holds what one machine can execute in its second, not what a real chain allows. */
const blockGasLimit = 1_000_000_000n;

/** What does not settle by then has failed. Milliseconds. */
const patience = 120_000;

const base = chainByNetwork("base") as Chain;
const usdc = base.tokens[0] as Token;
const payer = privateKeyToAccount(sandboxAccounts.payersWithoutNative[0].privateKey);

/** Relayed payments per second on one local chain with Circle's USDC, each settlement seen on chain. */
export async function benchRelay(): Promise<boolean> {
  const rows: Row[] = [];
  await withStack({}, async (_stack, on, client) => {
    const lanes = createLanes(on, client);
    for (const { lane: name, sequences, batch, payments } of setups) {
      process.stderr.write(`${name}: ${sequences} sequences, ${batch} a batch …\n`);
      const rate = await measureLane(on, client, lanes[name], { sequences, batch, payments });
      rows.push({ name, batch, sequences, payments, rate });
    }
  });
  for (const { lane, sequences, ...load } of endToEnd) {
    const name = `HTTP to settled, ${lane}`;
    process.stderr.write(`${name} …\n`);
    await withStack({ lanes: [lane], batchSize }, async ({ state }, on, client) => {
      const rate = await measureEndToEnd(state, on, client, load);
      rows.push({ name, batch: 1, sequences, payments: load.payments, rate });
    });
  }
  const slowest = Math.min(...rows.map(({ rate }) => rate));
  printTable(
    ["lane", "nonce sequences", "payments a batch", "payments", "settled per second", "of the slowest"],
    rows.map(({ name, sequences, batch, payments, rate }) => [
      name,
      `${sequences}`,
      `${batch}`,
      `${payments}`,
      rate.toFixed(0),
      (rate / slowest).toFixed(1),
    ]),
  );
  const fastest = Math.max(...rows.map(({ rate }) => rate));
  console.log(
    `The fastest lane settles ${fastest.toFixed(0)} payments a second; the aim is ${aim}. ${availableParallelism()} cores, ${databaseName} behind the API.`,
  );
  return fastest >= aim;
}

type Row = { name: string; batch: number; sequences: number; payments: number; rate: number };

/** What all connections together may ask of the chain a second: more than they can. */
const payerRequests = 10_000;

/** A chain with room for what is measured, and a server that submits by these lanes, on PostgreSQL where `DATABASE_URL` names one. */
async function withStack(
  relay: Partial<RelayConfiguration>,
  use: (stack: Stack, on: SandboxChain, client: ChainClient) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-bench-"));
  const { options: database, drop } = await createTestDatabase();
  try {
    // What is asked of the last block is answered also where the next one comes meanwhile.
    const stack = await startStack({ chains: [base], directory, database, relay, keepsHistory: true, payerRequests });
    try {
      const on = stack.sandbox.chains.get(base.id) as SandboxChain;
      await on.local.setBlockGasLimit({ gasLimit: blockGasLimit });
      await use(stack, on, createChainClient(base, [on.rpcUrl]));
    } finally {
      await stack.stop();
    }
  } finally {
    await drop();
    await rm(directory, { recursive: true });
  }
}

function createLanes(on: SandboxChain, client: ChainClient): Record<Lane["name"], Lane> {
  const gasMarket = createGasMarket(client, base, clock);
  const shared = { chainId: base.id, client, gasMarket };
  // Keys of the bench's own: the server has the sandbox's.
  const keys = sandboxAccounts.payers
    .map(({ privateKey }) => privateKey)
    .concat(sandboxAccounts.sponsorOwner.privateKey);
  const signerKey = sandboxAccounts.sponsorSigner.privateKey;
  const sponsor = createGasSponsor(base.id, { address: on.gasSponsor, signerKey });
  const health = watchBundler(createBundler(on.bundlerUrl, 30_000), clock);
  const ownerKey = sandboxAccounts.payers[0].privateKey;
  return {
    bundler: createBundlerLane({ ...shared, health, sponsor, ownerKey, clock }),
    transactions: createTransactionLane({ ...shared, keys }),
  };
}

type Signed = { readonly id: Hex; readonly call: Call };

/** Payments of a dollar that their payer has signed. */
async function signPayments(router: Hex, count: number): Promise<Signed[]> {
  const deadline = unixSeconds(new Date(Date.now() + 24 * 60 * 60_000));
  const signed: Signed[] = [];
  while (signed.length < count) {
    const payment: PaymentTerms = {
      uuid: uuidToBytes32(uuidv7()),
      chainId: BigInt(base.id),
      token: usdc.address,
      deadline,
      refundTo: zeroAddress,
      shares: [{ recipient: sandboxAccounts.merchant.address, amount: 1_000_000n }],
    };
    const data = authorizationTypedData(payment, payer.address, router, usdc.domain as TokenDomain);
    const signature = await payer.signTypedData(data);
    const bounds = { validAfter: 0n, validBefore: deadline };
    const call = authorizationCall(payment, router, { type: "eip3009", payer: payer.address, signature, ...bounds });
    signed.push({ id: paymentIdOf(payment), call });
  }
  return signed;
}

/** From the first envelope that is signed to the block in which the last payment is settled. */
async function measureLane(
  on: SandboxChain,
  client: ChainClient,
  lane: Lane,
  setup: { readonly sequences: number; readonly batch: number; readonly payments: number },
): Promise<number> {
  const signed = await signPayments(on.router, setup.payments);
  const ids = new Set(signed.map(({ id }) => id));
  const gas = await simulateCall(
    { client, router: on.router, lanes: [] as readonly Lane[] } as ChainServices,
    (signed[0] as Signed).call,
  );
  const fromBlock = (await client.getBlockNumber()) + 1n;
  const start = performance.now();
  const submitting = Promise.all(
    lane.sequences.slice(0, setup.sequences).map(async (sequence) => {
      let nonce = await lane.nextNonce(sequence);
      while (signed.length > 0) {
        const batch = signed.splice(0, setup.batch);
        await submit(lane, sequence, nonce, batch, gas);
        nonce += 1n;
        // An account without stake has one operation under way in each sequence.
        while (lane.name === "bundler" && (await lane.nextNonce(sequence)) < nonce) await sleep(50);
      }
    }),
  );
  await Promise.all([submitting, untilSettled(on, client, ids, fromBlock)]);
  return (setup.payments * 1_000) / (performance.now() - start);
}

async function submit(lane: Lane, sequence: NonceSequence, nonce: bigint, batch: readonly Signed[], gas: bigint) {
  const { envelope } = await lane.sign({
    sequence,
    nonce,
    call: batchCall(batch.map(({ call }) => call)),
    gas: batchGas(batch.map(() => gas)),
    fees: await lane.fees(),
    validUntil: new Date(Date.now() + 10 * 60_000),
  });
  const reception = await lane.send(envelope);
  if (reception.type !== "ACCEPTED") throw new Error(`An envelope was not taken: ${JSON.stringify(reception)}`);
}

/** Each payment's own event counts, and nothing else. */
async function untilSettled({ router }: SandboxChain, client: ChainClient, ids: ReadonlySet<Hex>, from: bigint) {
  const waiting = new Set(ids);
  let fromBlock = from;
  for (const end = Date.now() + patience; waiting.size > 0; await sleep(50)) {
    if (Date.now() > end) throw new Error(`${waiting.size} of ${ids.size} payments were not settled in time.`);
    const toBlock = await client.getBlockNumber();
    if (toBlock < fromBlock) continue;
    const span = { address: router, abi: paymentRouterAbi, fromBlock, toBlock, strict: true } as const;
    const events = await client.getContractEvents({ ...span, eventName: "PaymentSettled" });
    for (const { args } of events) waiting.delete(args.paymentId);
    fromBlock = toBlock + 1n;
  }
}

/** From the first request with a payer's signature to the last settlement, through API, database, queue and lane. */
async function measureEndToEnd(
  state: { readonly apiUrl: string; readonly apiKey: string },
  on: SandboxChain,
  client: ChainClient,
  { payments, connections }: { readonly payments: number; readonly connections: number },
): Promise<number> {
  const requests: { path: string; body: Json; id: Hex }[] = [];
  const prepare = async () => {
    const payment = await callApi(state, "POST", "/v1/payments", { amount: "1.00", currency: "USD" });
    const choice = { chainId: base.id, token: usdc.symbol };
    const quote = await callApi(state, "POST", `/v1/checkout/${payment.id}/quotes`, choice);
    const terms = termsFromJson(quote.terms);
    const data = authorizationTypedData(terms, payer.address, quote.router, usdc.domain as TokenDomain);
    const signature = await payer.signTypedData(data);
    const bounds = { validAfter: "0", validBefore: terms.deadline.toString() };
    const body = { type: "eip3009", quoteId: quote.id, payer: payer.address, signature, ...bounds };
    requests.push({ path: `/v1/checkout/${payment.id}/authorizations`, body, id: quote.onchainId });
  };
  let waiting = payments;
  await inParallel(connections, async () => {
    for (; waiting > 0; await prepare()) waiting -= 1;
  });
  const fromBlock = (await client.getBlockNumber()) + 1n;
  const start = performance.now();
  const ids = new Set(requests.map(({ id }) => id));
  const requesting = inParallel(connections, async () => {
    for (let next = requests.pop(); next; next = requests.pop()) await callApi(state, "POST", next.path, next.body);
  });
  await Promise.all([requesting, untilSettled(on, client, ids, fromBlock)]);
  return (payments * 1_000) / (performance.now() - start);
}

async function inParallel(count: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, work));
}
