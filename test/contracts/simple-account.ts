import { type Address, encodeFunctionData, type Hex, type PrivateKeyAccount, parseAbi } from "viem";
import { type Call, canonicalContracts, type EntryPointVersion } from "../../src/protocol/index.ts";
import { type Operation, operationHash } from "../../src/user-operations/operation/parse-operation.ts";
import { createGasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";

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
function batchOf(version: EntryPointVersion, calls: readonly Call[]): Hex {
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

type AccountCalls = {
  readonly sender: Address;
  readonly nonce: bigint;
  /** Where the account is still to be deployed. */
  readonly factory: Address | undefined;
  readonly calls: readonly Call[];
  /** Wei. */
  readonly maxFeePerGas: bigint;
  /** When the sponsorship ends. */
  readonly until: Date;
};

/** An operation by which the owner's account of an EntryPoint makes the calls and a sponsor there pays, signed by both. */
export async function sponsoredCalls(
  version: EntryPointVersion,
  owner: PrivateKeyAccount,
  sponsor: { readonly address: Address; readonly signerKey: Hex },
  chainId: number,
  { sender, nonce, factory, calls, maxFeePerGas, until }: AccountCalls,
): Promise<Operation> {
  const creation = { abi: accountFactoryAbi, functionName: "createAccount", args: [owner.address, 0n] } as const;
  const operation: Operation = {
    entryPoint: version,
    sender,
    nonce,
    ...(factory && { factory, factoryData: encodeFunctionData(creation) }),
    callData: batchOf(version, calls),
    callGasLimit: 1_000_000n,
    verificationGasLimit: 600_000n,
    preVerificationGas: 60_000n,
    maxFeePerGas,
    maxPriorityFeePerGas: 1_000_000_000n,
    paymaster: sponsor.address,
    ...(version !== "0.6" && { paymasterVerificationGasLimit: 60_000n, paymasterPostOpGasLimit: 1n }),
    paymasterData: "0x",
    signature: "0x",
  };
  const { accountCodeHash } = accountFactories[version];
  const sponsorship = await createGasSponsor(chainId, sponsor).sponsor(operation, accountCodeHash, until);
  return signAsOwner(owner, { ...operation, ...sponsorship }, chainId);
}

/** Signs an operation as the account's owner: from v0.8 on what is signed is typed data, before that a message. */
async function signAsOwner(owner: PrivateKeyAccount, operation: Operation, chainId: number): Promise<Operation> {
  const hash = operationHash(operation, chainId);
  const isTyped = operation.entryPoint === "0.8";
  const signature = isTyped ? await owner.sign({ hash }) : await owner.signMessage({ message: { raw: hash } });
  return { ...operation, signature };
}
