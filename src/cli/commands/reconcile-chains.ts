import { BaseError } from "viem";
import { createChainClient, describeError, NoProviderError } from "../../chain/index.ts";
import { type ChainConfiguration, type ContractAddresses, contractsOn } from "../../configuration/index.ts";
import { type Chain, formatDecimal, tokenByAddress } from "../../protocol/index.ts";
import { BlocksNotReadError, type Reconciliation, reconcileChain, rescan } from "../../reconciliation/index.ts";
import type { Database } from "../../store/index.ts";

export type ReconcileOptions = {
  readonly configuration: ContractAddresses;
  readonly from: bigint;
  /** After a chain is printed, have the watcher read it again where that mends something. */
  readonly fix: boolean;
  /** One JSON object instead of text, once all are compared. */
  readonly json?: boolean;
};

/** Compares chains with the database one after the other, and prints what it finds. True: all were compared, and nothing differs. */
export async function reconcileChains(
  database: Database,
  chains: readonly Pick<ChainConfiguration, "chain" | "rpcUrls" | "previousRouters">[],
  { configuration, from, fix, json = false }: ReconcileOptions,
): Promise<boolean> {
  let isSame = true;
  const compared: ReturnType<typeof reconciliationView>[] = [];
  const notCompared: string[] = [];
  for (const { chain, rpcUrls, previousRouters } of chains) {
    const contracts = contractsOn(configuration, { previousRouters });
    const client = createChainClient(chain, rpcUrls);
    try {
      const found = await reconcileChain({ database }, { chain, client, contracts }, from);
      if (json) compared.push(reconciliationView(found));
      else printReconciliation(found);
      if (found.differences.length === 0) continue;
      isSame = false;
      const isMended = found.differences.some(({ remedy }) => remedy === "RESCAN");
      if (fix && isMended) await rescan({ database, clock: () => new Date() }, client, chain, from);
      if (!json) console.log(`${chain.name}: ${whatNext(found, fix)}`);
    } catch (error) {
      isSame = false;
      // The other chains are compared all the same.
      const isExpected = [BlocksNotReadError, NoProviderError, BaseError].some((type) => error instanceof type);
      if (!isExpected) throw error;
      notCompared.push(chain.network);
      console.error(`${chain.name} was not compared: ${describeError(error)}`);
    }
  }
  if (json) console.log(JSON.stringify({ same: isSame, compared, notCompared }, null, 2));
  return isSame;
}

/** For programs: amounts in whole token units. */
function reconciliationView({ chain, from, to, settlements, moved, differences }: Reconciliation) {
  return {
    network: chain.network,
    chainId: chain.id,
    fromBlock: `${from}`,
    toBlock: `${to}`,
    settlements,
    moved: [...moved].map(([address, { amount, fee }]) => {
      const units = unitsOf(chain, address);
      return { token: address, amount: units(amount), fee: units(fee) };
    }),
    differences,
  };
}

function unitsOf(chain: Chain, address: string): (value: bigint) => string {
  const token = tokenByAddress(chain, address);
  return (value) => (token ? formatDecimal(value, token.decimals) : value.toString());
}

function printReconciliation({ chain, from, to, settlements, moved, differences }: Reconciliation): void {
  console.log(
    `${chain.name}, blocks ${from} to ${to}: ${settlements} settlements on chain, ${differences.length} differences`,
  );
  for (const [address, { amount, fee }] of moved) {
    const units = unitsOf(chain, address);
    console.log(
      `  ${tokenByAddress(chain, address)?.symbol ?? address}: ${units(amount)} paid, ${units(fee)} of it fees`,
    );
  }
  for (const { kind, transactionHash, onchainId, detail, remedy } of differences) {
    const how = remedy === "RESCAN" ? "--fix" : "for a person";
    console.log(`  ${kind.padEnd(10)} ${transactionHash} ${onchainId}: ${detail} (${how})`);
  }
}

function whatNext({ from, differences }: Reconciliation, fix: boolean): string {
  const mended = differences.filter(({ remedy }) => remedy === "RESCAN").length;
  const parts = [];
  if (mended > 0) {
    parts.push(
      fix
        ? `the watcher reads again from block ${from}, for ${mended} of the differences. Reconcile again once it has.`
        : `reading again from block ${from} mends ${mended} of the differences: --fix.`,
    );
  }
  const left = differences.length - mended;
  if (left > 0) parts.push(`${left} ${left === 1 ? "is" : "are"} for a person: docs/operations.md.`);
  return parts.join(" ");
}
