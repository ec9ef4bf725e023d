import { toSimpleSmartAccount } from "permissionless/accounts";
import {
  type Address,
  type Client,
  encodeFunctionData,
  type Hex,
  keccak256,
  type PrivateKeyAccount,
  type SignedAuthorization,
} from "viem";
import { entryPoint08Abi, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { type Call, canonicalContracts } from "../../src/protocol/index.ts";
import { createGasSponsor } from "../../src/user-operations/index.ts";
import { bundlerAccount } from "./canonical.ts";
import { chainId, networkHelpers } from "./fixture.ts";

const entryPoint = { address: canonicalContracts.entryPoint.address, version: "0.8" } as const;
const delegate = canonicalContracts.simple7702Account.address;

/** An account of its own, deployed by its first operation, or the owner's own address, which its first one upgrades. */
export const operationKinds = ["SimpleAccount", "EIP-7702"] as const;
export type OperationKind = (typeof operationKinds)[number];

export type SignedOperation = {
  readonly operation: UserOperation<"0.8">;
  readonly authorization: SignedAuthorization | undefined;
};

export function accountOf(client: object, kind: OperationKind, owner: PrivateKeyAccount) {
  const options = { client: client as Client as never, owner, entryPoint };
  return kind === "EIP-7702"
    ? toSimpleSmartAccount({ ...options, eip7702: true as const })
    : toSimpleSmartAccount(options);
}

/** An operation of the owner's account, sponsored and signed. `nonce` 0 brings the account's code. */
export async function signOperation(
  account: Awaited<ReturnType<typeof accountOf>>,
  kind: OperationKind,
  owner: PrivateKeyAccount,
  { nonce, calls, callGasLimit }: { nonce: bigint; calls: readonly Call[]; callGasLimit: bigint },
  sponsor: { readonly address: Address; readonly signerKey: Hex },
): Promise<SignedOperation> {
  const isFirst = nonce === 0n;
  const authorization =
    isFirst && kind === "EIP-7702"
      ? await owner.signAuthorization({ address: delegate, chainId: Number(chainId), nonce: 0 })
      : undefined;
  const unsigned = {
    sender: account.address,
    nonce,
    ...(isFirst && kind === "SimpleAccount" && (await account.getFactoryArgs())),
    ...(authorization && { factory: "0x7702", factoryData: "0x", authorization }),
    callData: await account.encodeCalls(calls),
    callGasLimit,
    verificationGasLimit: 500_000n,
    preVerificationGas: 60_000n,
    maxFeePerGas: 2_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
    paymaster: sponsor.address,
    paymasterVerificationGasLimit: 60_000n,
    paymasterPostOpGasLimit: 1n,
    paymasterData: "0x",
    signature: "0x",
  } as UserOperation<"0.8">;
  const until = new Date((Number(await networkHelpers.time.latest()) + 600) * 1_000);
  const { paymasterData } = await createGasSponsor(Number(chainId), sponsor).sponsor(
    { ...unsigned, entryPoint: "0.8" },
    codeHashOf(kind),
    until,
  );
  const operation = { ...unsigned, paymasterData };
  const signature = await account.signUserOperation(operation as never);
  return { operation: { ...operation, signature }, authorization };
}

/** The transaction by which a bundler includes it, alone. */
export function inclusionOf({ operation, authorization }: SignedOperation) {
  return {
    to: entryPoint.address,
    data: encodeFunctionData({
      abi: entryPoint08Abi,
      functionName: "handleOps",
      args: [[toPackedUserOperation(operation)], bundlerAccount.address],
    }),
    gas: 5_000_000n,
    ...(authorization && { authorizationList: [authorization] }),
  };
}

function codeHashOf(kind: OperationKind): Hex {
  if (kind === "SimpleAccount") return canonicalContracts.simpleAccountFactory.accountCodeHash;
  return keccak256(`0xef0100${delegate.slice(2)}`);
}
