import { type Address, encodePacked, type Hex, hashStruct, isAddressEqual, keccak256 } from "viem";
import { depositAddressOfId } from "./deposit-address.ts";
import { checkParts, type Part, partTypes } from "./part.ts";

/** The terms of a standing deposit address: field for field the `Standing` struct of `StandingDeposits`. */
export type Standing = {
  /** What the address is for, as a salted hash: never an e-mail address or another name. */
  readonly ref: Hex;
  /** The chain on which anybody may sweep. Zero: any chain. */
  readonly chainId: bigint;
  /** The merchant first, then up to five sellers. */
  readonly parts: readonly Part[];
};

/** The least that is swept, in base units. */
export const minimumSweep = 10_000n;

/** The EIP-712 types of the terms: the type string is part of the protocol and never changes. */
export const standingTypes = {
  Standing: [
    { name: "ref", type: "bytes32" },
    { name: "chainId", type: "uint256" },
    { name: "parts", type: "Part[]" },
  ],
  ...partTypes,
} as const;

/** The id of the terms: their EIP-712 struct hash, without a domain. Equal to `StandingDeposits.standingIdOf`. */
export function standingIdOf(standing: Standing): Hex {
  return hashStruct({ data: standing, primaryType: "Standing", types: standingTypes });
}

/**
 * The deposit address of the terms, on every chain on which `StandingDeposits` has this address. Equal to `StandingDeposits.addressOf`; throws
 * `RangeError` for terms that could never be swept, since money sent there would be lost.
 */
export function standingAddressOf(standing: Standing, contract: Address): Address {
  checkParts(standing.parts, contract);
  return depositAddressOfId(standingIdOf(standing), contract);
}

/** Where a recipient's money is put that could not be paid to it. Equal to `StandingDeposits.boxOf`. */
export function boxOf(recipient: Address, contract: Address): Address {
  return depositAddressOfId(keccak256(encodePacked(["string", "address"], ["box", recipient])), contract);
}

/** Whether `caller` may sweep the terms' address on a chain: anybody on the terms' own, elsewhere only their one recipient. */
export function maySweep(standing: Standing, chainId: bigint, caller: Address): boolean {
  if (standing.chainId === 0n || standing.chainId === chainId) return true;
  const [only, ...others] = standing.parts;
  return only !== undefined && others.length === 0 && isAddressEqual(only.recipient, caller);
}
