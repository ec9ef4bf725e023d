import type { Address } from "viem";
import { canonicalContracts } from "./canonical-contracts.ts";

/** The versions of ERC-4337's EntryPoint at which operations can be sponsored, the newest first. */
export const entryPointVersions = ["0.8", "0.7", "0.6"] as const;
export type EntryPointVersion = (typeof entryPointVersions)[number];

/** Those before v0.8, which a server may serve beside it. */
export type EarlierEntryPoint = Exclude<EntryPointVersion, "0.8">;

/** Where each stands, on every chain. */
export const entryPoints: Readonly<Record<EntryPointVersion, Address>> = {
  "0.8": canonicalContracts.entryPoint.address,
  "0.7": canonicalContracts.entryPoint07.address,
  "0.6": canonicalContracts.entryPoint06.address,
};

/** The version that stands at an address; undefined for any other. */
export function entryPointVersionAt(address: string): EntryPointVersion | undefined {
  return entryPointVersions.find((version) => entryPoints[version].toLowerCase() === address.toLowerCase());
}
