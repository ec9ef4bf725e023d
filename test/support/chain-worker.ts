import type { Address } from "viem";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import type { ChainClient } from "../../src/chain/index.ts";
import { RangeWidth } from "../../src/chain/logs/range-width.ts";
import { readRange } from "../../src/chain/logs/read-range.ts";
import { readBlock } from "../../src/chain/read-block.ts";
import { readCursor } from "../../src/ledger/chain-cursor.ts";
import type { LedgerContext } from "../../src/ledger/context.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import type { Chain } from "../../src/protocol/index.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { createTransactionLane } from "../../src/relayer/lanes/transaction-lane.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { openRelayLimits, openSponsorship } from "./sponsorship.ts";

// What a worker does with a chain, one step each time that a test asks for it.

/** Blocks behind the head. */
const finalAfter = 3n;

const nothing = { settlements: [], reclaims: [], sweeps: [], charges: [], cancellations: [], userOperations: [] };

/** What sends transactions with the sandbox's keys. */
export function transactionServices(chain: Chain, client: ChainClient, router: Address, clock: Clock): ChainServices {
  const gasMarket = createGasMarket(client, chain, clock);
  const keys = sandboxAccounts.relayerKeys.map(({ privateKey }) => privateKey);
  return {
    chain,
    client,
    router,
    lanes: [createTransactionLane({ chainId: chain.id, client, gasMarket, keys })],
    knownDelegates: [],
    sponsorship: openSponsorship,
    isBundlerUp: () => false,
    relayLimits: openRelayLimits,
    wake() {},
  } as unknown as ChainServices;
}

/** Reads the chain up to its head and finalizes what is three blocks behind it: from the head on, where nothing was read yet. */
export async function watchChain(
  context: LedgerContext,
  chainId: number,
  client: ChainClient,
  contracts: Parameters<typeof readRange>[1],
): Promise<void> {
  const to = await readBlock(client, { blockTag: "latest" });
  const cursor = await readCursor(context.database, chainId);
  if (!cursor) {
    await recordBlocks(context, { chainId, after: null, cursor: to, ...nothing });
    return;
  }
  const source = { name: "test", client, isSuspect: false };
  for await (const batch of readRange([source], contracts, cursor, to.blockNumber, new RangeWidth())) {
    await recordBlocks(context, batch);
  }
  await finalizeBlocks(context, chainId, () => to.blockNumber - finalAfter);
}
