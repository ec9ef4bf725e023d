import type { Address } from "viem";
import type { ChainClient } from "../chain/client.ts";
import type { Chain } from "../protocol/index.ts";
import type { Bundler } from "./bundler.ts";
import type { GasSponsor } from "./gas-sponsor.ts";
import type { RelayLane } from "./lanes/relay-lane.ts";

/** Everything by which operations and transactions reach one chain. */
export type OperationRelay = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly bundler: Bundler;
  readonly sponsor: GasSponsor;
  readonly router: Address;
  /** What we submit ourselves goes by the first that is available. Empty where the server has no key for it. */
  readonly lanes: readonly RelayLane[];
  /** Tells the workers of this process that there is something to submit. */
  readonly wake: () => void;
};

/** The lanes by which a call can go at the moment instead of this one. */
export function otherLanes({ lanes }: OperationRelay, lane: RelayLane): RelayLane[] {
  return lanes.filter((other) => other !== lane && other.isAvailable());
}
