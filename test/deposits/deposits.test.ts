import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { sql } from "kysely";
import { type Address, pad, toEventSelector } from "viem";
import { createChainClient } from "../../src/chain/providers/provider-pool.ts";
import { leaseDueWatches, makeDue } from "../../src/deposits/deposit-watches.ts";
import { requestRecoveries } from "../../src/deposits/request-recoveries.ts";
import { scanDeposits } from "../../src/deposits/scan-deposits.ts";
import { createTransferHints } from "../../src/deposits/transfer-hints.ts";
import { depositAddressOf, type Token } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import {
  type Fault,
  fails,
  inventsLogs,
  omitsLogs,
  onlyFor,
  type RpcProxy,
  startRpcProxy,
} from "../../src/sandbox/faults/index.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { deployRailsplit } from "../../src/sandbox/railsplit-deployment.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import type { Quote } from "../../src/store/index.ts";
import { createBundler } from "../../src/user-operations/bundler.ts";
import { createGasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";
import { base, polygon } from "../chain/chains.ts";
import { type Harness, hashOf, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";
import { openRelayLimits, openSponsorship } from "../support/sponsorship.ts";

// A real chain, whose blocks come with transactions, and a clock that the tests move: what is not due now never is by waiting.

const usdc = base.tokens[0] as Token;

let directory: string;
let chains: BareChains;
let local: LocalChain;
let proxy: RpcProxy;
let harness: Harness;
/** Reads the chain through the proxy. There is nobody to submit by: what is found is told. */
let relay: ChainServices;
const warnings: string[] = [];

before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  chains = await startBareChains({ chains: [base], directory });
  const [chain] = chains.chains;
  if (!chain) throw new Error("There is no chain.");
  ({ local } = chain);
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  const { router } = await deployRailsplit(local);
  proxy = await startRpcProxy(chain.rpcUrl);
  harness = await startHarness({ router });
  const { address, privateKey: signerKey } = sandboxAccounts.sponsorSigner;
  relay = {
    chain: base,
    client: createChainClient(base, [proxy.url]),
    router,
    bundler: createBundler(proxy.url),
    isBundlerUp: () => true,
    sponsors: { "0.8": createGasSponsor(base.id, { address, signerKey }) },
    sponsorship: openSponsorship,
    relayLimits: openRelayLimits,
    lanes: [],
    knownDelegates: [],
    wake() {},
  };
});
after(async () => {
  await proxy?.stop();
  await harness?.[Symbol.asyncDispose]();
  await chains?.stop();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  await proxy.use();
  warnings.length = 0;
  await beginAgain();
});

/** Nothing of before is looked at any more. */
async function beginAgain(): Promise<void> {
  harness.setTime(minutes(0));
  await harness.database.updateTable("depositWatches").set({ nextScanAt: null }).execute();
}

const startNoticing = () =>
  createTransferHints(harness, relay, {
    warn: (details: object) => void warnings.push(JSON.stringify(details)),
  } as never);
const look = () => scanDeposits(harness, relay);
const seconds = (count: number) => minutes(count / 60);
const addressOf = ({ terms }: Quote) => depositAddressOf(termsFromJson(terms), harness.router);
const send = (quote: Quote, amount = 100_000_000n) => mintToken(local, usdc, addressOf(quote), amount);
const newQuote = async (chainId = base.id) => harness.newQuote(await harness.newPayment("250.00", [chainId]), chainId);
const watchOf = ({ id }: Quote) =>
  harness.database
    .selectFrom("depositWatches")
    .selectAll()
    .where("quoteId", "=", id)
    .where("chainId", "=", base.id)
    .executeTakeFirstOrThrow();
/** Seconds until an address is looked at again. */
const dueIn = async (quote: Quote) => {
  const { nextScanAt } = await watchOf(quote);
  return nextScanAt && (nextScanAt.getTime() - harness.clock().getTime()) / 1_000;
};

/** Further quotes like the given one, each with an address of its own to which nothing comes, due at a time. */
async function crowd(quote: Quote, count: number, nextScanAt: Date, hot: boolean): Promise<void> {
  const { database } = harness;
  const columns = sql.raw("payment_id, chain_id, token, amount_token, exchange_rate, terms, expires_at, created_at");
  await sql`with copies as (
      insert into quotes (id, onchain_id, ${columns})
      select gen_random_uuid(), ${quote.id} || '-' || ${hot}::text || '-' || number, ${columns}
      from quotes, generate_series(1, ${count}::integer) as number where id = ${quote.id} returning id
    )
    insert into deposit_watches (quote_id, chain_id, address, next_scan_at, hot)
    select id, ${base.id}, '0x' || substr(md5(id::text) || md5('of ' || id::text), 1, 40), ${nextScanAt}::timestamptz, ${hot}::boolean
    from copies`.execute(database);
}

test("transfer hints: a transfer is found by its log, before its address is due", async () => {
  const transfers = startNoticing();
  const quote = await newQuote();
  assert.equal(await look(), 1);
  assert.equal(await transfers.read(), 0);
  await send(quote);
  assert.equal(await look(), 0);

  assert.equal(await transfers.read(), 1);
  assert.equal(await look(), 1);
  assert.deepEqual(await harness.events(quote.paymentId), ["payment.underpaid"]);
  assert.equal(await transfers.read(), 0);
});

test("transfer hints: a provider that hides or refuses logs delays a deposit and loses nothing", async () => {
  const refuses = onlyFor(["eth_getLogs"], fails({ code: -32005, message: "query returned more than 10000 results" }));
  for (const fault of [omitsLogs, refuses]) {
    await beginAgain();
    await proxy.use(fault);
    const transfers = startNoticing();
    const quote = await newQuote();
    await look();
    await transfers.read();
    await send(quote);
    assert.equal(await transfers.read(), 0);
    assert.equal(await look(), 0);
    harness.setTime(seconds(10));
    assert.equal(await look(), 1);
    assert.deepEqual(await harness.events(quote.paymentId), ["payment.underpaid"]);
    // Refused blocks are left to the balances: the next to be asked about are new ones, and are found again.
    await proxy.use();
    assert.equal(await transfers.read(), 0);
    await send(quote, 1n);
    assert.equal(await transfers.read(), 1);
  }
  assert.equal(warnings.length, 1);
});

test("transfer hints: an invented log costs a scan and reports nothing", async () => {
  const transfers = startNoticing();
  const quote = await newQuote();
  await look();
  await transfers.read();
  await local.mine({ blocks: 1 });
  const to = addressOf(quote).toLowerCase() as Address;
  const log = {
    address: usdc.address,
    topics: [toEventSelector("Transfer(address,address,uint256)"), pad("0x01"), pad(to)],
    data: pad("0xee6b280"),
    transactionHash: hashOf("invented"),
    blockNumber: await local.getBlockNumber(),
  };
  await proxy.use(inventsLogs([log]));
  assert.equal(await transfers.read(), 1);
  assert.equal(await look(), 1);
  assert.deepEqual(await harness.events(quote.paymentId), []);
  assert.equal(await dueIn(quote), 10);
});

test("transfer hints: many addresses share few requests; none while no quote is hot, and of too many some in turns", async () => {
  const transfers = startNoticing();
  const quote = await newQuote();
  await crowd(quote, 600, seconds(30), true);
  await transfers.read();
  await send(quote);
  await proxy.use();
  assert.equal(await transfers.read(), 1);
  assert.deepEqual([proxy.calls("eth_getLogs"), proxy.calls()], [2, 3]);
  // Nothing new: the head alone is asked for.
  await transfers.read();
  assert.deepEqual([proxy.calls("eth_getLogs"), proxy.calls()], [2, 4]);

  await crowd(await newQuote(), 4_500, seconds(30), true);
  await send(quote);
  await proxy.use();
  // Of more than five thousand some are left to their balances, in turns by payment: none of the smaller one's.
  assert.equal(await transfers.read(), 1);
  assert.deepEqual([proxy.calls("eth_getLogs"), proxy.calls()], [10, 11]);

  await beginAgain();
  const over = await newQuote();
  harness.setTime(minutes(20));
  await look();
  await send(over);
  await proxy.use();
  assert.equal(await transfers.read(), 0);
  assert.equal(proxy.calls(), 0);
});

test("scanDeposits: a hundred addresses share one request to the chain, hot ones before any others", async () => {
  const old = await newQuote();
  await crowd(old, 150, minutes(-600), false);
  const fresh = await newQuote();
  await crowd(fresh, 30, minutes(0), true);
  const left = async () => {
    const due = harness.database.selectFrom("depositWatches").select(({ fn }) => fn.countAll<bigint>().as("count"));
    const rows = await due
      .select("hot")
      .where("chainId", "=", base.id)
      .where("nextScanAt", "<=", minutes(0))
      .groupBy("hot")
      .execute();
    return Object.fromEntries(rows.map(({ hot, count }) => [hot ? "hot" : "others", Number(count)]));
  };
  assert.deepEqual(await left(), { hot: 32, others: 150 });
  assert.equal(await look(), 100);
  assert.equal(proxy.calls(), 1);
  assert.deepEqual(await left(), { others: 82 });
  assert.equal(await look(), 82);
  assert.deepEqual(await left(), {});
});

test("deposit watches: scans grow rarer with time, are rarer on other chains than the quote's, and soon where a deposit waits", async () => {
  const [own, elsewhere, waiting] = [await newQuote(), await newQuote(polygon.id), await newQuote()];
  await send(waiting);
  const schedule = async () => {
    while ((await look()) > 0);
    return [await dueIn(own), await dueIn(elsewhere), await dueIn(waiting)];
  };
  assert.deepEqual(await schedule(), [10, 30, 2]);
  assert.equal((await watchOf(own)).hot, true);
  // The quotes end after ten minutes: then what waited waits no longer, and nobody here could give it back.
  harness.setTime(minutes(19));
  assert.deepEqual(await schedule(), [10, 30, 10]);
  harness.setTime(minutes(20));
  assert.deepEqual(await schedule(), [30 * 60, 3 * 3_600, 30 * 60]);
  assert.equal((await watchOf(own)).hot, false);
  const day = 24 * 60;
  harness.setTime(minutes(10 + day));
  assert.deepEqual(await schedule(), [day * 60, 7 * day * 60, day * 60]);
  harness.setTime(minutes(10 + 90 * day));
  assert.deepEqual(await schedule(), [null, null, null]);
});

/** Does something the first time that balances are asked for, before they are answered. */
function meanwhile(act: () => Promise<unknown>): Fault {
  let isDone = false;
  return async (call, ask) => {
    if (call.method === "eth_call" && !isDone) {
      isDone = true;
      await act();
    }
    return ask(call);
  };
}

test("deposit watches: an address that becomes due while it is scanned is scanned once more", async () => {
  const quote = await newQuote();
  await proxy.use(meanwhile(() => requestRecoveries(harness, quote.paymentId)));
  assert.equal(await look(), 1);
  assert.equal((await watchOf(quote)).recoveryRequested, true);
  assert.equal(await look(), 1);
  assert.equal((await watchOf(quote)).recoveryRequested, false);
  await harness.database
    .updateTable("depositWatches")
    .set({ nextScanAt: harness.clock() })
    .where("quoteId", "=", quote.id)
    .execute();
  await proxy.use(meanwhile(() => makeDue(harness, base, [addressOf(quote)])));
  assert.equal(await look(), 1);
  assert.equal((await leaseDueWatches(harness, base)).length, 1);
});

test("notifyDeposit: the same amount is reported again after the first was returned", async () => {
  const quote = await newQuote();
  const { paymentId, onchainId } = quote;
  // Ended, for us and for the chain, which counts from the real time.
  harness.setTime(minutes(11));
  await local.increaseTime({ seconds: 365 * 24 * 3_600 });
  await send(quote);
  for (const _twice of [1, 2]) {
    await makeDue(harness, base, [addressOf(quote)]);
    assert.equal(await look(), 1);
    assert.deepEqual(await harness.events(paymentId), ["payment.late"]);
  }
  const { transactionHash, logIndex, blockNumber, blockHash, blockTime } = settlementOf(quote);
  const place = {
    chainId: base.id,
    router: quote.router,
    transactionHash,
    logIndex,
    blockNumber,
    blockHash,
    blockTime,
  };
  const to = sandboxAccounts.merchant.address;
  await harness.mine(base.id);
  await harness.mine(base.id, { reclaimed: [{ ...place, onchainId, token: usdc.address, to, amount: 100_000_000n }] });
  await makeDue(harness, base, [addressOf(quote)]);
  assert.equal(await look(), 1);
  assert.deepEqual(await harness.events(paymentId), ["payment.late", "payment.late"]);
});

test("notifyDeposit: two workers that scan one address at once report its deposit once", async () => {
  const quote = await newQuote();
  await send(quote);
  const another = { ...relay, client: createChainClient(base, [proxy.url]) };
  await proxy.use(
    meanwhile(async () => {
      await makeDue(harness, base, [addressOf(quote)]);
      assert.equal(await scanDeposits(harness, another), 1);
    }),
  );
  assert.equal(await look(), 1);
  assert.deepEqual(await harness.events(quote.paymentId), ["payment.underpaid"]);
});
