import { type Address, encodeAbiParameters, erc20Abi, type Hex, hexToBigInt, keccak256, numberToHex } from "viem";
import type { Fork } from "./fork.ts";

/** Where OpenZeppelin 5 keeps an upgradeable token's balances (ERC-7201). */
const namespacedBalances = hexToBigInt("0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00");

/** Slots at which tokens keep their balances: the early ones, and those after the gaps of upgradeable contracts. */
const candidates = [...Array.from({ length: 120 }, (_, slot) => BigInt(slot)), namespacedBalances];

/** Slots found, by token: looking for one takes as many reads as there are candidates. */
const found = new Map<Address, bigint>();

/** Gives an account tokens by writing its balance where the token keeps it. Base units. */
export async function giveTokens(fork: Fork, token: Address, account: Address, amount: bigint): Promise<void> {
  const known = found.get(token);
  for (const slot of known === undefined ? candidates : [known]) {
    const key = storageKey(account, slot);
    const before = (await fork.chain.getStorageAt({ address: token, slot: key })) ?? "0x";
    await fork.networkHelpers.setStorageAt(token, key, amount);
    if ((await balanceOf(fork, token, account)) === amount) {
      found.set(token, slot);
      return;
    }
    await fork.networkHelpers.setStorageAt(token, key, before === "0x" ? 0n : hexToBigInt(before));
  }
  throw new Error(`No slot found at which ${token} keeps its balances: add it to the candidates.`);
}

export function balanceOf({ chain }: Fork, token: Address, account: Address): Promise<bigint> {
  return chain.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });
}

function storageKey(account: Address, slot: bigint): Hex {
  return keccak256(
    encodeAbiParameters([{ type: "address" }, { type: "bytes32" }], [account, numberToHex(slot, { size: 32 })]),
  );
}
