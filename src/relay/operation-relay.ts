import type { Address } from "viem";
import type { ChainClient } from "../chain/client.ts";
import type { Chain } from "../protocol/index.ts";
import type { Bundler } from "./bundler.ts";
import type { GasSponsor } from "./gas-sponsor.ts";
import type { Relayer } from "./relayer.ts";

/** Everything by which operations reach one chain. */
export type OperationRelay = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly bundler: Bundler;
  readonly sponsor: GasSponsor;
  readonly router: Address;
  /** Submits payers' signatures. Undefined where the server has no relayer's key. */
  readonly relayer?: Relayer | undefined;
};
