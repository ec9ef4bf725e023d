import { toSimpleSmartAccount } from "permissionless/accounts";
import { type Address, encodeFunctionData, type Hex, keccak256, parseEther, type SignedAuthorization } from "viem";
import { entryPoint08Abi, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts, chainById, paymentCalls, type Token } from "../../src/protocol/index.ts";
import { createGasSponsor } from "../../src/user-operations/index.ts";
import { bundlerAccount } from "../../test/contracts/canonical.ts";
import { chain, chainId, networkHelpers, paymentOf, viem, wallets } from "../../test/contracts/fixture.ts";
import { printTable } from "../table.ts";
import type { GasStage } from "./gas-stage.ts";

const entryPoint = { address: canonicalContracts.entryPoint.address, version: "0.8" } as const;
const signerKey: Hex = `0x${"51".repeat(32)}`;

const usdcOnBase = chainById(8453)?.tokens.find(({ symbol }) => symbol === "USDC") as Token;

const kinds = ["SimpleAccount", "EIP-7702"] as const;
type Kind = (typeof kinds)[number];
type Operation = UserOperation<"0.8">;

export type OperationGasRow = {
  readonly kind: Kind;
  readonly recipients: number;
  /** The operation that deploys the account, or brings its delegation. */
  readonly first: bigint;
  readonly later: bigint;
};

/** Gas of whole transactions with one sponsored operation: it allows the total and pays. */
export async function measureGasOfOperations(stage: GasStage): Promise<OperationGasRow[]> {
  const { address } = await viem.deployContract("GasSponsor", [
    entryPoint.address,
    privateKeyToAccount(signerKey).address,
    wallets.merchant.account.address,
  ]);
  const sponsor = createGasSponsor(Number(chainId), { address, signerKey });
  await wallets.deployer.writeContract({
    address: entryPoint.address,
    abi: entryPoint08Abi,
    functionName: "depositTo",
    args: [address],
    value: parseEther("10"),
  });
  const operate = async (kind: Kind, recipients: number, salt: number): Promise<{ first: bigint; later: bigint }> => {
    const owner = privateKeyToAccount(`0x${`a${salt}`.padStart(64, "0")}`);
    const client = stage.local as never;
    const account =
      kind === "EIP-7702"
        ? await toSimpleSmartAccount({ client, owner, entryPoint, eip7702: true })
        : await toSimpleSmartAccount({ client, owner, entryPoint });
    await stage.mint(account.address, 10n ** 12n);
    const gas: bigint[] = [];
    for (const nonce of [0n, 1n]) {
      const authorization =
        kind === "EIP-7702" && nonce === 0n
          ? await owner.signAuthorization({
              address: canonicalContracts.simple7702Account.address,
              chainId: Number(chainId),
              nonce: 0,
            })
          : undefined;
      const payment = await newPayment(stage, recipients, salt * 2 + Number(nonce));
      const calls = paymentCalls(payment, stage.router.address, usdcOnBase);
      const deployment = nonce === 0n && kind === "SimpleAccount" ? await account.getFactoryArgs() : {};
      const unsigned = {
        sender: account.address,
        nonce,
        ...deployment,
        ...(authorization && { factory: "0x7702", factoryData: "0x", authorization }),
        callData: await account.encodeCalls(calls),
        callGasLimit: 1_000_000n,
        verificationGasLimit: 500_000n,
        preVerificationGas: 60_000n,
        maxFeePerGas: 2_000_000_000n,
        maxPriorityFeePerGas: 1_000_000_000n,
        paymaster: address,
        paymasterVerificationGasLimit: 60_000n,
        paymasterPostOpGasLimit: 1n,
        paymasterData: "0x",
        signature: "0x",
      } as Operation;
      const until = new Date((Number(await networkHelpers.time.latest()) + 600) * 1_000);
      const operation = { ...unsigned, ...(await sponsor.sponsor(unsigned, codeHashOf(kind), until)) };
      const signature = await account.signUserOperation(operation as never);
      gas.push(await handle({ ...operation, signature }, authorization));
    }
    return { first: gas[0] ?? 0n, later: gas[1] ?? 0n };
  };
  const rows: OperationGasRow[] = [];
  let salt = 1;
  for (const kind of kinds) {
    for (const recipients of [1, 6]) rows.push({ kind, recipients, ...(await operate(kind, recipients, salt++)) });
  }
  return rows;

  /** Sends the operation as a bundler does, alone. */
  async function handle(operation: Operation, authorization?: SignedAuthorization): Promise<bigint> {
    const data = encodeFunctionData({
      abi: entryPoint08Abi,
      functionName: "handleOps",
      args: [[toPackedUserOperation(operation)], bundlerAccount.address],
    });
    const hash = await stage.local.sendTransaction({
      to: entryPoint.address,
      data,
      gas: 5_000_000n,
      ...(authorization && { authorizationList: [authorization] }),
    });
    const receipt = await chain.waitForTransactionReceipt({ hash });
    const paid = receipt.logs.some(({ address: emitter }) => emitter === stage.router.address.toLowerCase());
    if (receipt.status !== "success" || !paid) throw new Error(`A measured operation did not pay: ${hash}`);
    return receipt.gasUsed;
  }
}

function codeHashOf(kind: Kind): Hex {
  if (kind === "SimpleAccount") return canonicalContracts.simpleAccountFactory.accountCodeHash;
  return keccak256(`0xef0100${canonicalContracts.simple7702Account.address.slice(2)}`);
}

async function newPayment({ usdc }: GasStage, recipients: number, salt: number) {
  const uuid: Hex = `0x${"00".repeat(16)}0123456789ab7def8123456789ac${salt.toString(16).padStart(4, "0")}`;
  const deadline = BigInt(await networkHelpers.time.latest()) + 10_000n;
  return paymentOf(usdc as Address, Array<bigint>(recipients).fill(60_000_000n), { uuid, deadline });
}

export function printGasOfOperations(rows: readonly OperationGasRow[]): void {
  printTable(
    ["sponsored operation", "recipients", "first", "later"],
    rows.map(({ kind, recipients, first, later }) => [kind, `${recipients} + fee`, `${first}`, `${later}`]),
  );
}
