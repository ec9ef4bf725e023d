import type { Address } from "viem";
import type { ChainClient } from "../chain/index.ts";
import type { OperationServices } from "../user-operations/index.ts";
import type { Lane } from "./lanes/lane.ts";
import type { RelayLimits } from "./reverts/relay-limits.ts";

/** The clients by which operations and transactions reach one chain. */
export type ChainServices = OperationServices & {
  /** For what payers read through us, within a budget that our own checks of what they hand in do not share. Left out: `client`. */
  readonly reads?: ChainClient | undefined;
  /** What we submit ourselves goes by the first that is available. Empty where the server has no key for it. */
  readonly lanes: readonly Lane[];
  /** Wallets that plain accounts delegate to (EIP-7702), and whose signatures are relayed for every merchant. */
  readonly knownDelegates: readonly Address[];
  readonly relayLimits: RelayLimits;
  /** Tells the workers of this process that there is something to submit. */
  readonly wake: () => void;
};

/** The lanes by which a call can go at the moment instead of this one. */
export function otherLanes({ lanes }: ChainServices, lane: Lane): Lane[] {
  return lanes.filter((other) => other !== lane && other.isAvailable());
}
