import { encodeFunctionData, type Hex, parseAbi, parseEther, zeroAddress } from "viem";
import { entryPoint06Abi, entryPoint07Abi, toPackedUserOperation } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts, entryPoints } from "../../../src/protocol/index.ts";
import { toOperation06 } from "../../../src/user-operations/operation/packed-06.ts";
import { type Operation, operationHash } from "../../../src/user-operations/operation/parse-operation.ts";
import { createGasSponsor } from "../../../src/user-operations/sponsorship/gas-sponsor.ts";
import { deployCanonical } from "../canonical.ts";
import { chain, chainId, loadFresh, networkHelpers, viem, wallets } from "../fixture.ts";

// The EntryPoints before v0.8, each with its sponsor and SimpleAccount of its authors.

export const earlierVersions = ["0.7", "0.6"] as const;
export type EarlierVersion = (typeof earlierVersions)[number];

export const contractOf = { "0.7": "GasSponsorV07", "0.6": "GasSponsorV06" } as const;
export const abiOf = { "0.7": entryPoint07Abi, "0.6": entryPoint06Abi } as const;
export const factoryOf = {
  "0.7": canonicalContracts.simpleAccountFactory07,
  "0.6": canonicalContracts.simpleAccountFactory06,
} as const;

export const signerKey: Hex = `0x${"11".repeat(32)}`;
const accountOwner = privateKeyToAccount(`0x${"22".repeat(32)}`);
const factoryAbi = parseAbi([
  "function createAccount(address owner, uint256 salt) returns (address)",
  "function getAddress(address owner, uint256 salt) view returns (address)",
]);
const accountAbi = parseAbi(["function execute(address target, uint256 value, bytes data)"]);
export const executing = (value: bigint) => encodeFunctionData({ abi: accountAbi, args: [zeroAddress, value, "0x"] });

async function deployAll() {
  await deployCanonical();
  const signer = privateKeyToAccount(signerKey).address;
  const owner = wallets.merchant.account.address;
  const sponsors = {
    "0.7": await viem.deployContract(contractOf["0.7"], [entryPoints["0.7"], signer, owner]),
    "0.6": await viem.deployContract(contractOf["0.6"], [entryPoints["0.6"], signer, owner]),
  };
  for (const version of earlierVersions) {
    await wallets.deployer.writeContract({
      address: entryPoints[version],
      abi: abiOf[version],
      functionName: "depositTo",
      args: [sponsors[version].address],
      value: parseEther("1"),
    } as never);
  }
  return sponsors;
}

export type Sponsors = Awaited<ReturnType<typeof deployAll>>;
export const load = () => loadFresh(deployAll);

/** An operation that deploys its account and does nothing, before it is sponsored and signed. */
export async function operationOf(sponsors: Sponsors, version: EarlierVersion): Promise<Operation> {
  const { address: factory } = factoryOf[version];
  const owned = { abi: factoryAbi, args: [accountOwner.address, 0n] } as const;
  const sender = await chain.readContract({ address: factory, ...owned, functionName: "getAddress" });
  return {
    entryPoint: version,
    sender,
    nonce: 0n,
    factory,
    factoryData: encodeFunctionData({ ...owned, functionName: "createAccount" }),
    callData: executing(0n),
    callGasLimit: 100_000n,
    verificationGasLimit: 500_000n,
    preVerificationGas: 50_000n,
    maxFeePerGas: 2_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
    paymaster: sponsors[version].address,
    ...(version === "0.7" && { paymasterVerificationGasLimit: 60_000n, paymasterPostOpGasLimit: 1n }),
    paymasterData: "0x",
    signature: "0x",
  };
}

type Agreement = {
  readonly key?: Hex;
  readonly until?: Date;
  readonly codeHash?: Hex;
  readonly sponsor?: Hex;
  readonly chainId?: number;
};

export async function sponsored(operation: Operation, agreed: Agreement = {}): Promise<Operation> {
  const until = agreed.until ?? new Date((Number(await networkHelpers.time.latest()) + 600) * 1_000);
  const codeHash = agreed.codeHash ?? factoryOf[operation.entryPoint as EarlierVersion].accountCodeHash;
  const address = agreed.sponsor ?? (operation.paymaster as Hex);
  const signer = createGasSponsor(agreed.chainId ?? Number(chainId), { address, signerKey: agreed.key ?? signerKey });
  const { paymasterData } = await signer.sponsor(operation, codeHash, until);
  return { ...operation, paymasterData };
}

/** As its EntryPoint gets it. */
export const structOf = (operation: Operation) =>
  operation.entryPoint === "0.6" ? toOperation06(operation) : toPackedUserOperation(operation);

/** Signs the operation as its owner, and includes it alone. */
export async function run(operation: Operation): Promise<Hex> {
  const raw = operationHash(operation, Number(chainId));
  const signature = await accountOwner.signMessage({ message: { raw } });
  const version = operation.entryPoint as EarlierVersion;
  return wallets.relayer.writeContract({
    address: entryPoints[version],
    abi: abiOf[version],
    functionName: "handleOps",
    args: [[structOf({ ...operation, signature })], wallets.relayer.account.address],
    gas: 3_000_000n,
  } as never);
}
