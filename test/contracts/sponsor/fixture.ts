import { type Address, encodeDeployData, encodeFunctionData, type Hex, parseEther, zeroAddress } from "viem";
import { entryPoint08Abi, toPackedUserOperation } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts } from "../../../src/protocol/index.ts";
import { entryPoint as entryPointArtifact, simpleAccountFactory } from "../../../src/sandbox/artifacts.ts";
import type { Operation } from "../../../src/user-operations/operation/parse-operation.ts";
import { createGasSponsor } from "../../../src/user-operations/sponsorship/gas-sponsor.ts";
import { chain, chainId, deployCode, loadFresh, networkHelpers, viem, wallets } from "../fixture.ts";

export const signerKey: Hex = `0x${"11".repeat(32)}`;
export const accountOwner = privateKeyToAccount(`0x${"22".repeat(32)}`);

export const factoryAbi = simpleAccountFactory().abi;
export const accountAbi = [
  {
    type: "function",
    name: "execute",
    stateMutability: "nonpayable",
    inputs: [
      { name: "target", type: "address" },
      { name: "value", type: "uint256" },
      { name: "data", type: "bytes" },
    ],
    outputs: [],
  },
] as const;

/** The real EntryPoint and account factory, and a sponsor with a deposit. */
async function deployAll() {
  const entryPointAddress = await deployCode(entryPointArtifact().bytecode);
  const factory = await deployCode(encodeDeployData({ ...simpleAccountFactory(), args: [entryPointAddress] }));
  const owner = wallets.merchant.account.address;
  const sponsor = await viem.deployContract("GasSponsor", [
    entryPointAddress,
    privateKeyToAccount(signerKey).address,
    owner,
  ]);
  await wallets.deployer.writeContract({
    address: entryPointAddress,
    abi: entryPoint08Abi,
    functionName: "depositTo",
    args: [sponsor.address],
    value: parseEther("1"),
  });
  const factoryData = encodeFunctionData({
    abi: factoryAbi,
    functionName: "createAccount",
    args: [accountOwner.address, 0n],
  });
  const account = (await chain.readContract({
    address: factory,
    abi: factoryAbi,
    functionName: "getAddress",
    args: [accountOwner.address, 0n],
  })) as Address;
  return { entryPointAddress, factory, factoryData, account, sponsor };
}

export type Deployed = Awaited<ReturnType<typeof deployAll>>;

/** An operation of the account that does nothing, before it is sponsored and signed. */
export function operationOf({ account, factory, factoryData, sponsor }: Deployed): Operation {
  return {
    entryPoint: "0.8",
    sender: account,
    nonce: 0n,
    factory,
    factoryData,
    callData: encodeFunctionData({ abi: accountAbi, args: [zeroAddress, 0n, "0x"] }),
    callGasLimit: 100_000n,
    verificationGasLimit: 500_000n,
    preVerificationGas: 50_000n,
    maxFeePerGas: 2_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
    paymaster: sponsor.address,
    paymasterVerificationGasLimit: 60_000n,
    paymasterPostOpGasLimit: 1n,
    paymasterData: "0x",
    signature: "0x",
  };
}

export async function sponsored(
  deployed: Deployed,
  operation: Operation,
  key = signerKey,
  validUntil?: Date,
  accountCodeHash: Hex = canonicalContracts.simpleAccountFactory.accountCodeHash,
): Promise<Operation> {
  const until = validUntil ?? new Date((Number(await networkHelpers.time.latest()) + 600) * 1000);
  const options = { address: deployed.sponsor.address, signerKey: key };
  const { paymasterData } = await createGasSponsor(Number(chainId), options).sponsor(operation, accountCodeHash, until);
  return { ...operation, paymasterData };
}

/** The call of the EntryPoint that runs the operation, signed as the account's owner. */
export async function handling({ entryPointAddress }: Deployed, operation: Operation) {
  const packed = toPackedUserOperation(operation);
  const hash = await chain.readContract({
    address: entryPointAddress,
    abi: entryPoint08Abi,
    functionName: "getUserOpHash",
    args: [packed],
  });
  const signature = await accountOwner.sign({ hash });
  return {
    address: entryPointAddress,
    abi: entryPoint08Abi,
    functionName: "handleOps",
    args: [[{ ...packed, signature }], wallets.relayer.account.address],
    gas: 3_000_000n,
  } as const;
}

export async function run(deployed: Deployed, operation: Operation) {
  return wallets.relayer.writeContract(await handling(deployed, operation));
}

export const load = () => loadFresh(deployAll);
