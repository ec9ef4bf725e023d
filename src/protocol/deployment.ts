import { type Address, getCreate2Address, type Hex, keccak256, toHex } from "viem";
import { canonicalContracts } from "./canonical-contracts.ts";

/**
 * The CREATE2 salt of our contracts, as CreateX takes it. It names no deployer, so whoever deploys the same code with the same arguments
 * gets the same address, on every chain.
 */
export const deploymentSalt: Hex = keccak256(toHex("Railsplit v1"));

/** Where CreateX's `deployCreate2(deploymentSalt, initCode)` puts a contract. CreateX hashes a salt that names no deployer. */
export function deploymentAddress(initCode: Hex): Address {
  const salt = keccak256(deploymentSalt);
  return getCreate2Address({ from: canonicalContracts.createX.address, salt, bytecodeHash: keccak256(initCode) });
}
