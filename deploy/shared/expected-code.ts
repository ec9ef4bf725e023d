import { network } from "hardhat";
import type { Address, Hex, PublicClient } from "viem";
import { canonicalContracts, deploymentCall, entryPoints } from "../../src/protocol/index.ts";
import type { OwnContract } from "./contracts.ts";
import { DeploymentError } from "./errors.ts";

/**
 * Deploys the contracts in memory, on a chain with the same id and CreateX and the EntryPoints as they are on the real one. What comes out is,
 * to the byte and with all immutables, what must stand there.
 */
export async function expectedCode(
  real: PublicClient,
  chainId: number,
  contracts: readonly OwnContract[],
): Promise<ReadonlyMap<Address, Hex>> {
  const connection = await network.create({ network: "default", override: { chainId } });
  try {
    const { viem, networkHelpers } = connection;
    for (const address of [canonicalContracts.createX.address, ...Object.values(entryPoints)]) {
      await networkHelpers.setCode(address, (await real.getCode({ address })) ?? "0x");
    }
    const client = await viem.getPublicClient();
    const [wallet] = await viem.getWalletClients();
    if (!wallet) throw new Error("Hardhat's network has no account.");
    const codes = new Map<Address, Hex>();
    for (const contract of contracts) {
      const hash = await wallet.sendTransaction(deploymentCall(contract.initCode));
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
