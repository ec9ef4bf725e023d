import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type Address, encodeFunctionData, erc20Abi, getAddress, toHex } from "viem";
import { readBlock } from "../../src/chain/index.ts";
import { createProviderPool } from "../../src/chain/providers/provider-pool.ts";
import { readCursor } from "../../src/ledger/chain-cursor.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { type Chain, chainByNetwork, type Token } from "../../src/protocol/index.ts";
import { startBareChains } from "../../src/sandbox/bare-chains.ts";
import { startRpcProxy } from "../../src/sandbox/faults/index.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { newPassWidths, scanSeen } from "../../src/standing/scan-transfers.ts";
import { newMerchant } from "../../test/support/merchant.ts";
import { type Harness, startHarness } from "../../test/support/payments-harness.ts";
import { printTable } from "../table.ts";

/** How many addresses are watched. */
const sizes = [10, 100_000] as const;
/** Blocks that are measured, the transfers in each, and how many of them come to an address that is watched. */
const blocks = 40;
const transfers = 50;
const ours = 2;
/** Requests a block with many addresses, beside those with few. */
const mostRatio = 1.05;

const base = chainByNetwork("base") as Chain;
const usdc = base.tokens[0] as Token;
const sender: Address = "0x9999999999999999999999999999999999999999";
const noEvents = { settlements: [], reclaims: [], sweeps: [], charges: [], cancellations: [], userOperations: [] };

/** What reading a block for standing addresses costs, with few of them and with many: requests of the chain, and time with the look-ups in the database. */
export async function benchStanding(): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-bench-"));
  const chains = await startBareChains({ chains: [base], directory });
  try {
    const [chain] = chains.chains;
    if (!chain) throw new Error("There is no chain.");
    await prepareChain(chain.local);
    const proxy = await startRpcProxy(chain.rpcUrl);
    await using harness = await startHarness();
    const providers = createProviderPool(base, [proxy.url], () => new Date());
    const reading = { chain: base, providers };
    const rows = [];
    for (const [index, size] of sizes.entries()) {
      await watchAddresses(harness, sizes[index - 1] ?? 0, size);
      const widths = newPassWidths();
      let time = 0;
      let requests = 0;
      for (let block = 0; block <= blocks; block += 1) {
        await makeTransfers(chain.local, block);
        const head = await readBlock(providers.client, { blockTag: "latest" });
        const after = (await readCursor(harness.database, base.id)) ?? null;
        await recordBlocks(harness, { chainId: base.id, after, cursor: head, ...noEvents });
        const asked = proxy.calls();
        const begun = performance.now();
        while ((await scanSeen(harness, reading, widths.seen)).hasMore);
        // The first scan catches up with the chain's own setup.
        if (block === 0) continue;
        time += performance.now() - begun;
        requests += proxy.calls() - asked;
      }
      rows.push({ size, requests: requests / blocks, milliseconds: time / blocks });
    }
    await proxy.stop();
    const [few, many] = rows;
    const ratio = (many?.requests ?? 0) / (few?.requests ?? 1);
    printTable(
      ["addresses", "requests a block", "ms a block"],
      rows.map(({ size, requests, milliseconds }) => [`${size}`, requests.toFixed(2), milliseconds.toFixed(1)]),
    );
    console.log(
      `${transfers} transfers a block, ${ours} of them to such an address. Requests ${ratio.toFixed(2)} times as many (at most ${mostRatio}).`,
    );
    return ratio <= mostRatio;
  } finally {
    await chains.stop();
    await rm(directory, { recursive: true });
  }
}

async function prepareChain(local: LocalChain): Promise<void> {
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  await local.setBalance({ address: sender, value: 10n ** 20n });
  await mintToken(local, usdc, sender, 10n ** 15n);
  await local.impersonateAccount({ address: sender });
  await local.setAutomine(false);
}

/** One block of them: some to the first addresses that are watched, the others to strangers. */
async function makeTransfers(local: LocalChain, block: number): Promise<void> {
  for (let transfer = 0; transfer < transfers; transfer += 1) {
    const number = block * transfers + transfer;
    const to = transfer < ours ? addressOf(1 + (number % sizes[0])) : addressOf(10_000_000 + number);
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, 5_000_000n] });
    await local.sendTransaction({ account: sender, to: usdc.address, data, gas: 100_000n });
  }
  await local.mine({ blocks: 1 });
}

/** With its checksum, as the chain's logs are read. */
const addressOf = (number: number) => getAddress(toHex(number, { size: 20 }));

/** References `from` + 1 to `to` of one customer, each with an address on Base. */
async function watchAddresses(harness: Harness, from: number, to: number): Promise<void> {
  const { database } = harness;
  process.stderr.write(`${to} addresses …\n`);
  const merchant = await newMerchant(harness);
  const customer = sql.raw(`'00000000-0000-7000-8000-' || lpad(to_hex(${to}), 12, '0')`);
  await sql`insert into customers (id, organization_id, mode, created_at)
    values ((${customer})::uuid, ${merchant.id}, 'test', now())`.execute(database);
  const uuid = sql.raw("('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid");
  const numbers = sql`generate_series(${from + 1}::integer, ${to}::integer) as n`;
  await sql`insert into deposit_references (id, organization_id, mode, customer_id, reference, salted, sellers, created_at)
    select ${uuid}, ${merchant.id}, 'test', (${customer})::uuid, 'reference-' || n, '0x' || lpad(to_hex(n), 64, '0'), '[]', now()
    from ${numbers}`.execute(database);
  // Only the first are paid: of the others, how the address is written matters to nobody.
  await sql`insert into standing_terms (id, reference_id, address, standing_id, swept_on, parts, created_at)
    select ${uuid}, ${uuid}, '0x' || lpad(to_hex(n), 40, '0'), '0x' || lpad(to_hex(n), 64, '0'), 0, '[]', now()
    from ${numbers}`.execute(database);
  await sql`insert into standing_watches (chain_id, address, terms_id, created_at)
    select ${base.id}, '0x' || lpad(to_hex(n), 40, '0'), ${uuid}, now() from ${numbers}`.execute(database);
  for (let number = from + 1; number <= Math.min(to, sizes[0]); number += 1) {
    const plain = toHex(number, { size: 20 });
    const address = addressOf(number);
    await database.updateTable("standingTerms").set({ address }).where("address", "=", plain).execute();
    await database.updateTable("standingWatches").set({ address }).where("address", "=", plain).execute();
  }
  await sql`analyze`.execute(database);
}
