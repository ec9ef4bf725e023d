import { type Address, encodeFunctionData, getCreate2Address, type Hex, keccak256, parseAbi, toHex } from "viem";
import { canonicalContracts } from "./canonical-contracts.ts";

/**
 * The CREATE2 salt of our contracts, as CreateX takes it. It names no deployer, so whoever deploys the same code with the same arguments
 * gets the same address, on every chain.
 */
export const deploymentSalt: Hex = keccak256(toHex("Railsplit v1"));

/** What we use of CreateX. https://github.com/pcaversaccio/createx */
export const createXAbi = parseAbi([
  "function deployCreate2(bytes32 salt, bytes initCode) payable returns (address)",
  "event ContractCreation(address indexed newContract, bytes32 indexed salt)",
]);

/** The transaction to CreateX that deploys a contract. */
export function deploymentCall(initCode: Hex): { readonly to: Address; readonly data: Hex } {
  const data = encodeFunctionData({ abi: createXAbi, functionName: "deployCreate2", args: [deploymentSalt, initCode] });
  return { to: canonicalContracts.createX.address, data };
}

/** Where CreateX's `deployCreate2(deploymentSalt, initCode)` puts a contract. CreateX hashes a salt that names no deployer. */
export function deploymentAddress(initCode: Hex): Address {
  const salt = keccak256(deploymentSalt);
  return getCreate2Address({ from: canonicalContracts.createX.address, salt, bytecodeHash: keccak256(initCode) });
}
