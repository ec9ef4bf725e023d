import { type Address, encodeFunctionData, type Hex, type PrivateKeyAccount, parseAbi } from "viem";
import { type Call, canonicalContracts, type EntryPointVersion } from "../../src/protocol/index.ts";
import { type Operation, operationHash } from "../../src/user-operations/operation/parse-operation.ts";

// SimpleAccount of ERC-4337's authors, as each EntryPoint has it.

export const accountFactories = {
  "0.8": canonicalContracts.simpleAccountFactory,
  "0.7": canonicalContracts.simpleAccountFactory07,
  "0.6": canonicalContracts.simpleAccountFactory06,
} as const satisfies Readonly<Record<EntryPointVersion, { address: Address; accountCodeHash: Hex }>>;

export const accountFactoryAbi = parseAbi([
  "function createAccount(address owner, uint256 salt) returns (address)",
  "function getAddress(address owner, uint256 salt) view returns (address)",
]);

const batchAbis = {
  "0.8": parseAbi(["function executeBatch((address target, uint256 value, bytes data)[] calls)"]),
  "0.7": parseAbi(["function executeBatch(address[] targets, uint256[] values, bytes[] datas)"]),
  "0.6": parseAbi(["function executeBatch(address[] targets, bytes[] datas)"]),
} as const;

/** The call data by which the account makes these calls, which send nothing along. */
export function batchOf(version: EntryPointVersion, calls: readonly Call[]): Hex {
  const targets = calls.map(({ to }) => to);
  const datas = calls.map(({ data }) => data);
  switch (version) {
    case "0.8":
      return encodeFunctionData({
        abi: batchAbis["0.8"],
        args: [calls.map(({ to, data }) => ({ target: to, value: 0n, data }))],
      });
    case "0.7":
      return encodeFunctionData({ abi: batchAbis["0.7"], args: [targets, calls.map(() => 0n), datas] });
    case "0.6":
      return encodeFunctionData({ abi: batchAbis["0.6"], args: [targets, datas] });
  }
}

/** Signs an operation as the account's owner: from v0.8 on what is signed is typed data, before that a message. */
export async function signAsOwner(owner: PrivateKeyAccount, operation: Operation, chainId: number): Promise<Operation> {
  const hash = operationHash(operation, chainId);
  const isTyped = operation.entryPoint === "0.8";
  const signature = isTyped ? await owner.sign({ hash }) : await owner.signMessage({ message: { raw: hash } });
  return { ...operation, signature };
}
