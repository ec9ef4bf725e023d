import { type Address, type Hex, isAddressEqual, numberToHex, type StateOverride, size, slice } from "viem";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountReader } from "./account-kind.ts";

/** Where a proxy keeps its implementation (ERC-1967). */
export const implementationSlot: Hex = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** The address in a word of an account's storage. */
export async function storedAddress(client: AccountReader, address: Address, slot: Hex): Promise<Address | undefined> {
  const stored = await client.getStorageAt({ address, slot });
  return stored === undefined || size(stored) !== 32 || BigInt(slice(stored, 0, 12)) !== 0n
    ? undefined
    : slice(stored, 12, 32);
}

/** An address as storage holds it. */
export const wordOf = (address: Address): Hex => numberToHex(BigInt(address), { size: 32 });

/** Gives an account that is not there yet its code and storage in a simulation. */
export function deployedOverride(
  address: Address,
  code: Hex,
  words: readonly { readonly slot: Hex; readonly value: Hex }[],
): StateOverride {
  return [{ address, code, stateDiff: [...words] }];
}

/** Whether the operation deploys its account by this factory. */
export function isDeployedBy({ factory }: Operation, expected: Address): boolean {
  return factory !== undefined && size(factory) === 20 && isAddressEqual(factory, expected);
}
