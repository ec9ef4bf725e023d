import { privateKeyToAccount } from "viem/accounts";
import { type Call, chainById, paymentCalls, type Token } from "../../src/protocol/index.ts";
import {
  accountOf,
  inclusionOf,
  type OperationKind,
  operationKinds,
  signOperation,
} from "../../test/contracts/sponsored-operation.ts";
import { printTable } from "../table.ts";
import { newPayment, relayedCalls, whilePaying } from "./gas-calls.ts";
import { deploySponsor, type GasStage, gasOfInclusion } from "./gas-stage.ts";

/** As what the local USDC is paid: its contract is the same. */
export const usdcOnBase = chainById(8453)?.tokens.find(({ symbol }) => symbol === "USDC") as Token;

/** What an operation does: the account pays itself, or triggers what is there to be moved for others. */
const acts = {
  payment: async (stage, recipients, salt) =>
    paymentCalls(await newPayment(stage, recipients, salt), stage.router.address, usdcOnBase),
  "sweep (standing deposit)": async (...what) => [await relayedCalls["sweep (standing deposit)"](...what)],
  "charge (mandate)": async (...what) => [await relayedCalls["charge (mandate)"](...what)],
} satisfies Record<string, (stage: GasStage, recipients: number, salt: number) => Promise<readonly Call[]>>;
type Act = keyof typeof acts;

export type OperationGasRow = {
  readonly act: Act;
  readonly kind: string;
  readonly recipients: number;
  /** The operation that deploys the account, or brings its delegation. */
  readonly first: bigint;
  readonly later: bigint;
};

/** Gas of whole transactions with one sponsored operation. */
export async function measureGasOfOperations(stage: GasStage): Promise<OperationGasRow[]> {
  const sponsor = await deploySponsor("0.8");
  const operate = async (act: Act, kind: OperationKind, recipients: number, salt: number) => {
    const owner = privateKeyToAccount(`0x${`a${salt}`.padStart(64, "0")}`);
    const account = await accountOf(stage.local, kind, owner);
    await stage.mint(account.address, 10n ** 12n);
    const gas: bigint[] = [];
    for (const nonce of [0n, 1n]) {
      const calls = await acts[act](stage, recipients, 0x1000 + salt * 2 + Number(nonce));
      const call = { nonce, calls, callGasLimit: 1_000_000n };
      const signed = await signOperation(account, kind, owner, call, sponsor);
      gas.push(await whilePaying(stage, 1, () => gasOfInclusion(inclusionOf(signed), stage)));
    }
    return { first: gas[0] ?? 0n, later: gas[1] ?? 0n };
  };
  const rows: OperationGasRow[] = [];
  let salt = 1;
  for (const act of Object.keys(acts) as Act[]) {
    for (const kind of operationKinds) {
      for (const recipients of [1, 6])
        rows.push({ act, kind, recipients, ...(await operate(act, kind, recipients, salt++)) });
    }
  }
  return rows;
}

export function printGasOfOperations(rows: readonly OperationGasRow[]): void {
  printTable(
    ["sponsored operation", "account", "recipients", "first", "later"],
    rows.map(({ act, kind, recipients, first, later }) => [act, kind, `${recipients} + fee`, `${first}`, `${later}`]),
  );
}
