import { isAddressEqual, keccak256 } from "viem";
import type { Chain } from "../../src/protocol/index.ts";
import { connectToRead } from "./connect.ts";
import { ownContracts, productionCompiler } from "./contracts.ts";
import { DeploymentError } from "./errors.ts";
import { expectedCode } from "./expected-code.ts";
import { readParameters } from "./parameters.ts";
import { readRecord } from "./record.ts";

/**
 * Compares what stands on a chain with the sources: addresses, code to the byte with all immutables, the record, and the transactions that it
 * names. Throws `DeploymentError` with every difference.
 */
export async function verifyDeployment(
  chain: Chain,
  options: { parametersFile: string; directory: string; report: (line: string) => void },
): Promise<void> {
  const record = await readRecord(options.directory, chain.id);
  if (!record) throw new DeploymentError(`Nothing is recorded for ${chain.name} in ${options.directory}.`);
  const contracts = await ownContracts(await readParameters(options.parametersFile), chain);
  const connection = await connectToRead(chain);
  const differences: string[] = [];
  try {
    const client = await connection.viem.getPublicClient();
    const chainId = await client.getChainId();
    if (chainId !== chain.id) throw new DeploymentError(`The endpoint serves chain ${chainId}, not ${chain.id}.`);
    const codes = await expectedCode(client, chain.id, contracts);
    for (const contract of contracts) {
      const { name, address } = contract;
      const recorded = record.contracts[name];
      const code = await client.getCode({ address });
      if (recorded === undefined) {
        differences.push(`${name}: nothing is recorded. Deploy again: it adds what is missing.`);
      } else if (!isAddressEqual(recorded.address, address)) {
        differences.push(
          `${name}: the sources and parameters lead to ${address}, the record says ${recorded.address}.`,
        );
      } else if (code === undefined) {
        differences.push(`${name}: there is no code at ${address}.`);
      } else if (code !== codes.get(address)) {
        differences.push(`${name}: the code at ${address} is not what the sources become.`);
      } else if (recorded.codeHash !== keccak256(code)) {
        differences.push(`${name}: the record says another code hash, ${recorded.codeHash}.`);
      } else if (recorded.transaction !== null) {
        const receipt = await client.getTransactionReceipt({ hash: recorded.transaction }).catch(() => undefined);
        if (Number(receipt?.blockNumber) !== recorded.block) {
          differences.push(`${name}: ${recorded.transaction} is not in block ${recorded.block}.`);
        }
      }
    }
  } finally {
    await connection.close();
  }
  const { version } = productionCompiler();
  if (record.compiler.version !== version) {
    differences.push(`The record says solc ${record.compiler.version}, hardhat.config.ts ${version}.`);
  }
  if (differences.length > 0) {
    throw new DeploymentError(`${chain.name} differs from the sources:\n${differences.join("\n")}`);
  }
  for (const { name, address } of contracts) {
    options.report(`${chain.name}: ${name} at ${address} is what the sources become, to the byte.`);
  }
}
