import { type Address, type Hex, parseEther } from "viem";
import { entryPoint08Abi } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts, chainById, paymentCalls, type Token } from "../../src/protocol/index.ts";
import { chain, networkHelpers, paymentOf, viem, wallets } from "../../test/contracts/fixture.ts";
import {
  accountOf,
  inclusionOf,
  type OperationKind,
  operationKinds,
  type SignedOperation,
  signOperation,
} from "../../test/contracts/sponsored-operation.ts";
import { printTable } from "../table.ts";
import type { GasStage } from "./gas-stage.ts";

const { address: entryPoint } = canonicalContracts.entryPoint;
const signerKey: Hex = `0x${"51".repeat(32)}`;

const usdcOnBase = chainById(8453)?.tokens.find(({ symbol }) => symbol === "USDC") as Token;

export type OperationGasRow = {
  readonly kind: OperationKind;
  readonly recipients: number;
  /** The operation that deploys the account, or brings its delegation. */
  readonly first: bigint;
  readonly later: bigint;
};

/** Gas of whole transactions with one sponsored operation: it allows the total and pays. */
export async function measureGasOfOperations(stage: GasStage): Promise<OperationGasRow[]> {
  const { address } = await viem.deployContract("GasSponsor", [
    entryPoint,
    privateKeyToAccount(signerKey).address,
    wallets.merchant.account.address,
  ]);
  await wallets.deployer.writeContract({
    address: entryPoint,
    abi: entryPoint08Abi,
    functionName: "depositTo",
    args: [address],
    value: parseEther("10"),
  });
  const operate = async (kind: OperationKind, recipients: number, salt: number) => {
    const owner = privateKeyToAccount(`0x${`a${salt}`.padStart(64, "0")}`);
    const account = await accountOf(stage.local, kind, owner);
    await stage.mint(account.address, 10n ** 12n);
    const gas: bigint[] = [];
    for (const nonce of [0n, 1n]) {
      const payment = await newPayment(stage, recipients, salt * 2 + Number(nonce));
      const calls = paymentCalls(payment, stage.router.address, usdcOnBase);
      const call = { nonce, calls, callGasLimit: 1_000_000n };
      gas.push(await handle(await signOperation(account, kind, owner, call, { address, signerKey })));
    }
    return { first: gas[0] ?? 0n, later: gas[1] ?? 0n };
  };
  const rows: OperationGasRow[] = [];
  let salt = 1;
  for (const kind of operationKinds) {
    for (const recipients of [1, 6]) rows.push({ kind, recipients, ...(await operate(kind, recipients, salt++)) });
  }
  return rows;

  /** Sends the operation as a bundler does, alone. */
  async function handle(signed: SignedOperation): Promise<bigint> {
    const hash = await stage.local.sendTransaction(inclusionOf(signed));
    const receipt = await chain.waitForTransactionReceipt({ hash });
    const paid = receipt.logs.some(({ address: emitter }) => emitter === stage.router.address.toLowerCase());
    if (receipt.status !== "success" || !paid) throw new Error(`A measured operation did not pay: ${hash}`);
    return receipt.gasUsed;
  }
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
