import type { Address } from "viem";
import type { StoredPart } from "../store/index.ts";
import type { StandingContract } from "./context.ts";
import { NoSafeChainError } from "./errors.ts";

/** A split, and the chains on which it is one. */
export type PlannedAddress = {
  /** Where anybody may sweep it: one chain, or zero for all. */
  readonly sweptOn: number;
  readonly chainIds: readonly number[];
  readonly parts: readonly StoredPart[];
};

type OnChain = { readonly chainId: number; readonly parts: readonly StoredPart[] };

/**
 * Which addresses a reference needs. One for all chains is safe where every recipient of the same split, the fee's included, is a key, or a contract that was seen on each of several
 * chains: anybody may sweep there, and money for a contract that is not there would go to nobody, or to whoever puts another one there. Otherwise each chain has its own, and one
 * on which a recipient is missing that is a contract elsewhere has none. Throws `NoSafeChainError`.
 */
export async function planAddresses(contract: StandingContract, chains: readonly OnChain[]): Promise<PlannedAddress[]> {
  const recipients = [...new Set(chains.flatMap(({ parts }) => parts.map(({ recipient }) => recipient)))];
  const found = await Promise.all(
    chains.map(async (on) => {
      const { recipient: fee } = await contract.fee(on.chainId);
      const all = [...recipients, fee];
      const codes = await contract.areContracts(on.chainId, all);
      return { ...on, fee, contracts: new Set(all.filter((_, index) => codes[index]).map(keyOf)) };
    }),
  );
  const [first] = found;
  if (!first) return [];
  const isSame = found.every(
    ({ parts, fee }) => keyOf(fee) === keyOf(first.fee) && JSON.stringify(parts) === JSON.stringify(first.parts),
  );
  const everywhere = [...first.parts.map(({ recipient }) => recipient), first.fee];
  const isKey = (address: Address) => found.every(({ contracts }) => !contracts.has(keyOf(address)));
  const isOnAll = (address: Address) =>
    found.length > 1 && found.every(({ contracts }) => contracts.has(keyOf(address)));
  if (isSame && everywhere.every((address) => isKey(address) || isOnAll(address))) {
    return [{ sweptOn: 0, chainIds: found.map(({ chainId }) => chainId), parts: first.parts }];
  }
  const safe = found.filter(({ parts, contracts }) =>
    parts.every(({ recipient }) => isKey(recipient) || contracts.has(keyOf(recipient))),
  );
  if (safe.length === 0) throw new NoSafeChainError();
  return safe.map(({ chainId, parts }) => ({ sweptOn: chainId, chainIds: [chainId], parts }));
}

const keyOf = (address: Address) => address.toLowerCase();
