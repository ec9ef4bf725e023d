import { type Chain, chainByNetwork } from "../../src/protocol/index.ts";

function known(network: string): Chain {
  const chain = chainByNetwork(network);
  if (!chain) throw new Error(`${network} is not in the table.`);
  return chain;
}

export const ethereum = known("ethereum");
export const base = known("base");
export const polygon = known("polygon");
