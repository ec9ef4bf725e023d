import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import type { ContractName } from "./contract-names.ts";
import { DeploymentError } from "./errors.ts";

/** What stands on one chain: the content of `deployments/<chainId>.json`. */
export type DeploymentRecord = {
  readonly network: string;
  readonly chainId: number;
  /** As CreateX took it. */
  readonly salt: Hex;
  readonly compiler: { readonly version: string; readonly settings: unknown };
  /** An earlier deployment may lack what has been added since. */
  readonly contracts: { readonly PaymentRouter: ContractRecord } & Readonly<
    Partial<Record<ContractName, ContractRecord>>
  >;
};

export type ContractRecord = {
  readonly address: Address;
  /** Null where somebody else deployed the same code and the provider does not say in which transaction. */
  readonly transaction: Hex | null;
  readonly block: number | null;
  readonly arguments: Readonly<Record<string, string>>;
  readonly encodedArguments: Hex;
  /** keccak256 of the code at the address. */
  readonly codeHash: Hex;
};

const fileOf = (directory: string, name: number | string) => join(directory, `${name}.json`);

/** Undefined where nothing has been recorded for the chain. */
export async function readRecord(directory: string, chainId: number): Promise<DeploymentRecord | undefined> {
  const file = fileOf(directory, chainId);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as DeploymentRecord;
  } catch (error) {
    throw new DeploymentError(`${file} is damaged (${(error as Error).message}): restore it from version control.`);
  }
}

/** Writes the file whole or not at all. */
export async function writeRecord(directory: string, record: DeploymentRecord): Promise<string> {
  await mkdir(directory, { recursive: true });
  const file = fileOf(directory, record.chainId);
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(record, null, 2)}\n`);
  await rename(partial, file);
  return file;
}

/** Keeps a record that is about to be replaced, under the name of its router: its payments may still be open. */
export async function keepReplaced(directory: string, record: DeploymentRecord): Promise<void> {
  const { chainId, contracts } = record;
  await rename(fileOf(directory, chainId), fileOf(directory, `${chainId}.${contracts.PaymentRouter.address}`));
}
