import type { Address } from "viem";
import type { ChainClient } from "../chain/client.ts";
import type { Chain } from "../protocol/index.ts";
import type { Bundler } from "./bundler.ts";
import type { GasSponsor } from "./gas-sponsor.ts";

/** Everything by which operations reach one chain. */
export type OperationRelay = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly bundler: Bundler;
  readonly sponsor: GasSponsor;
  readonly router: Address;
};
