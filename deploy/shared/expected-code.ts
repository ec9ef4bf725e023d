import { network } from "hardhat";
import { type Address, encodeFunctionData, type Hex, parseAbi } from "viem";
import { canonicalContracts, deploymentSalt } from "../../src/protocol/index.ts";
import type { OwnContract } from "./contracts.ts";
import { DeploymentError } from "./errors.ts";

export const createXAbi = parseAbi([
  "function deployCreate2(bytes32 salt, bytes initCode) payable returns (address)",
  "event ContractCreation(address indexed newContract, bytes32 indexed salt)",
]);

/** The transaction to CreateX that deploys a contract. */
export function deploymentCall({ initCode }: OwnContract): { to: Address; data: Hex } {
  const data = encodeFunctionData({ abi: createXAbi, functionName: "deployCreate2", args: [deploymentSalt, initCode] });
  return { to: canonicalContracts.createX.address, data };
}

/** The code of the contracts that ours call while they are made, by address. */
export type Surroundings = ReadonlyMap<Address, Hex>;

/**
 * Deploys the contracts in memory, on a chain with the same id and CreateX and EntryPoint as they are on the real one. What comes out is,
 * to the byte and with all immutables, what must stand there.
 */
export async function expectedCode(
  chainId: number,
  surroundings: Surroundings,
  contracts: readonly OwnContract[],
): Promise<ReadonlyMap<Address, Hex>> {
  const connection = await network.create({ network: "default", override: { chainId } });
  try {
    const { viem, networkHelpers } = connection;
    for (const [address, code] of surroundings) await networkHelpers.setCode(address, code);
    const client = await viem.getPublicClient();
    const [wallet] = await viem.getWalletClients();
    if (!wallet) throw new Error("Hardhat's network has no account.");
    const codes = new Map<Address, Hex>();
    for (const contract of contracts) {
      const hash = await wallet.sendTransaction(deploymentCall(contract));
      await client.waitForTransactionReceipt({ hash });
      const code = await client.getCode({ address: contract.address });
      if (code === undefined)
        throw new DeploymentError(`CreateX does not deploy ${contract.name} to ${contract.address}.`);
      codes.set(contract.address, code);
    }
    return codes;
  } finally {
    await connection.close();
  }
}
