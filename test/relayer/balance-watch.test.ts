import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import { watchBalances } from "../../src/relayer/balance-watch.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type RelayerChain, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

test("watchBalances: a balance that covers too few payments is low: logged once, and once when it is filled up", async () => {
  await using harness = await chain.open();
  const { client, on, transactions } = harness;
  const [key] = sandboxAccounts.relayerKeys;
  const lines: string[] = [];
  const say = (level: string) => (details: { address?: string }) => void lines.push(`${level} ${details.address}`);
  const watch = watchBalances({
    chain: on.chain,
    client,
    gasMarket: createGasMarket(client, on.chain, harness.context.clock),
    contracts: on,
    lanes: [transactions],
    fewestPayments: 500n,
    log: { warn: say("warn"), info: say("info") } as never,
  });
  assert.deepEqual(watch.current(), []);
  await watch.read();
  assert.deepEqual(
    watch.current().map(({ holder, low }) => [holder, low]),
    [...Array.from({ length: 3 }, () => ["sponsor", false]), ...transactions.sequences.map(() => ["key", false])],
  );
  const { gasSponsor, earlierSponsors } = on;
  // Each with the deposit at its own EntryPoint.
  assert.deepEqual(
    watch.current().flatMap(({ holder, address, amount }) => (holder === "sponsor" ? [[address, amount > 0n]] : [])),
    [gasSponsor, earlierSponsors["0.7"], earlierSponsors["0.6"]].map((address) => [address, true]),
  );
  const before = await client.getBalance({ address: key.address });
  await on.local.setBalance({ address: key.address, value: 1_000_000_000_000_000n });
  for (let look = 0; look < 2; look += 1) await watch.read();
  const low = watch.current().find(({ address }) => address === key.address);
  assert.ok(low?.low && low.amount === 1_000_000_000_000_000n && low.paymentsLeft < 500n);
  await on.local.setBalance({ address: key.address, value: before });
  await watch.read();
  assert.deepEqual(lines, [`warn ${key.address}`, `info ${key.address}`]);
});
