import type { Address } from "viem";
import type { ChainClient } from "../chain/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { Bundler } from "./bundler.ts";
import type { GasSponsor } from "./sponsorship/gas-sponsor.ts";

/** What a payer's operation needs on one chain. */
export type OperationServices = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly bundler: Bundler;
  readonly sponsor: GasSponsor;
  readonly router: Address;
};
