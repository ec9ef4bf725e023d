import { formatEther } from "viem";
import type { FeeRecipientState, ProviderHealth, WatcherHealth } from "../../../chain/index.ts";
import { type ChainProgress, chainProgress } from "../../../ledger/index.ts";
import type { OfferedChain } from "../../../payments/index.ts";
import type { Difference } from "../../../reconciliation/index.ts";
import { type GasBalance, type Lane, laneWork, type PartState } from "../../../relayer/index.ts";
import type { Clock } from "../../../runtime/index.ts";
import type { Database } from "../../../store/index.ts";

/** What says how a process and its chains are. */
export type OperationsContext = {
  readonly database: Database;
  readonly clock: Clock;
  readonly chains: readonly OfferedChain[];
  /** Per chain: how far the watcher is. Empty in a process that does not watch. */
  readonly chainHealth: () => ReadonlyMap<number, WatcherHealth>;
  /** Per chain: how many differences reconciliation passes found, by kind. Empty in a process that does not watch. */
  readonly differencesFound: () => ReadonlyMap<number, ReadonlyMap<Difference["kind"], number>>;
  /** Per chain: contracts, bundler and sponsorship. */
  readonly parts: () => ReadonlyMap<number, readonly PartState[]>;
  /** Per chain: what each token says of the routers' fee recipients. */
  readonly feeRecipients: () => ReadonlyMap<number, readonly FeeRecipientState[]>;
  /** Per chain: the ways by which what we submit gets there, as this process is configured. */
  readonly lanes: () => ReadonlyMap<number, readonly Pick<Lane, "name" | "isAvailable">[]>;
  /** Per chain: what pays for gas. */
  readonly gasBalances: () => ReadonlyMap<number, readonly GasBalance[]>;
  /** Per chain: what is known of each of its endpoints. */
  readonly providerHealth: () => ReadonlyMap<number, readonly ProviderHealth[]>;
};

/** Each chain: how far it is read, what pays for gas there, and its endpoints. */
export async function statusView(context: OperationsContext) {
  const progress = await chainProgress(context);
  const health = context.chainHealth();
  const providers = context.providerHealth();
  const balances = context.gasBalances();
  const parts = context.parts();
  const now = context.clock();
  return {
    chains: context.chains.map(({ id, name, mode }) => {
      const read = progress.get(id);
      const watcher = health.get(id);
      const error = chainError(read, watcher);
      return {
        chainId: id,
        name,
        mode,
        healthy: error === null,
        blockNumber: read?.blockNumber.toString() ?? null,
        secondsOld: read?.secondsOld ?? null,
        blocksBehind: watcher?.blocksBehind?.toString() ?? null,
        error,
        parts: [...(parts.get(id) ?? [])],
        balances: (balances.get(id) ?? []).map(balanceView),
        warnings: (balances.get(id) ?? []).flatMap(gasWarning),
        providers: (providers.get(id) ?? []).map((provider) => providerView(provider, now)),
      };
    }),
  };
}

/** The same, with what operators alone are concerned with. */
export async function serverChainsView(context: OperationsContext) {
  const now = context.clock();
  const [{ chains }, work] = await Promise.all([statusView(context), laneWork(context.database, now)]);
  const [lanes, feeRecipients] = [context.lanes(), context.feeRecipients()];
  return chains.map((chain) => ({
    ...chain,
    lanes: (lanes.get(chain.chainId) ?? []).map((lane) => {
      const found = work.find(({ chainId, lane: name }) => chainId === chain.chainId && name === lane.name);
      const { open = 0, since = null, paused = 0 } = found ?? {};
      const secondsOld = since === null ? 0 : Math.max(0, Math.round((now.getTime() - since.getTime()) / 1_000));
      return { lane: lane.name, available: lane.isAvailable(), open, secondsOld, paused };
    }),
    feeRecipients: [...(feeRecipients.get(chain.chainId) ?? [])],
  }));
}

/** Null: the chain is read up to the present. Only the process that watches a chain knows more than the database says. */
function chainError(read: ChainProgress | undefined, watcher: WatcherHealth | undefined): string | null {
  if (watcher?.error) return watcher.error;
  if (read?.isUpToDate) return null;
  const what = read ? `The last block read is ${read.secondsOld} s old` : "No block has been read yet";
  if (!watcher) return `${what}: see that a worker runs (serve --role worker), and what its own /v1/status says.`;
  return `${what}: the chain is being caught up with, or it stands still at its endpoints (see providers).`;
}

function balanceView({ amount, paymentsLeft, ...balance }: GasBalance) {
  return { ...balance, amount: formatEther(amount), paymentsLeft: paymentsLeft.toString() };
}

function gasWarning({ low, holder, address, paymentsLeft }: GasBalance): string[] {
  return low ? [`The gas of the ${holder} ${address} covers ${paymentsLeft} more payments: fill it up.`] : [];
}

function providerView({ name: host, state, head }: ProviderHealth, now: Date) {
  return {
    host,
    state,
    blockNumber: head?.blockNumber.toString() ?? null,
    secondsOld: head && Math.max(0, Math.round((now.getTime() - head.blockTime.getTime()) / 1_000)),
  };
}
