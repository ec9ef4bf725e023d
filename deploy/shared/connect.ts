import { network } from "hardhat";
import type { Chain } from "../../src/protocol/index.ts";

/** Connects to a chain by its endpoint and the deployer's key, which Hardhat asks for where neither keystore nor environment has it. */
export const connect = (chain: Chain) => network.create(chain.network);

/** Connects to read alone: no key is asked for. */
export const connectToRead = (chain: Chain) =>
  network.create({ network: chain.network, override: { accounts: "remote" } });
