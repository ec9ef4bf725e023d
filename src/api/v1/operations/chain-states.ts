import { chainProgress } from "../../../ledger/index.ts";
import { type OperationsContext, statusView } from "./view.ts";

/** What everybody may know of a chain: no endpoint, no account. */
export type ChainState = {
  readonly chainId: number;
  readonly name: string;
  readonly healthy: boolean;
  readonly blockNumber: string | null;
  /** The time of the last block that was read, where it is behind. */
  readonly since: Date | null;
};

/** How each chain is, for people. */
export async function chainStates(context: OperationsContext): Promise<ChainState[]> {
  const progress = await chainProgress(context);
  const { chains } = await statusView(context);
  return chains.map(({ chainId, name, healthy, blockNumber }) => ({
    chainId,
    name,
    healthy,
    blockNumber,
    since: healthy ? null : (progress.get(chainId)?.blockTime ?? null),
  }));
}
