import { type Hex, size, slice } from "viem";
import type { Call } from "../../protocol/index.ts";
import { OperationRefusedError } from "../errors.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountKind, AccountReader, KnownAccount } from "./account-kind.ts";
import { coinbaseSmartWallet } from "./coinbase-smart-wallet.ts";
import { metaMaskAccount } from "./metamask-account.ts";
import { safeAccount } from "./safe-account.ts";
import { simple7702Account } from "./simple-7702-account.ts";
import { simpleAccount, simpleAccount06, simpleAccount07 } from "./simple-account.ts";

/** Every kind of account that can be sponsored, by the name that the configuration uses. */
export const accountKinds = {
  "simple-account": simpleAccount,
  "simple-7702-account": simple7702Account,
  "metamask-account": metaMaskAccount,
  "safe-account": safeAccount,
  "simple-account-0.7": simpleAccount07,
  "coinbase-smart-wallet": coinbaseSmartWallet,
  "simple-account-0.6": simpleAccount06,
} as const satisfies Readonly<Record<string, AccountKind>>;

export type AccountName = keyof typeof accountKinds;

/**
 * The calls that an operation makes, by whichever of these kinds has the function of its call data. Two that share a function mean the same by it. Throws
 * `OperationRefusedError`.
 */
export function decodeCalls(
  kinds: readonly AccountKind[],
  { callData, entryPoint }: Pick<Operation, "callData" | "entryPoint">,
): readonly Call[] {
  const ofVersion = kinds.filter((kind) => kind.entryPoint === entryPoint);
  for (const kind of ofVersion) {
    const calls = callsOf(kind, callData);
    if (calls) return calls;
  }
  const selector = size(callData) < 4 ? callData : slice(callData, 0, 4);
  throw new OperationRefusedError(
    `The call data's function ${selector} is of no account that is sponsored at EntryPoint v${entryPoint} (${namesOf(ofVersion)}).`,
  );
}

function callsOf(kind: AccountKind, callData: Hex): readonly Call[] | undefined {
  try {
    return kind.decode(callData);
  } catch (cause) {
    if (cause instanceof OperationRefusedError) throw cause;
    throw new OperationRefusedError(`The call data of ${kind.name} cannot be read.`, { cause });
  }
}

/**
 * The operation's account, where it is of one of these kinds and its call data is of that kind's: what another does with it, nobody knows. Throws
 * `OperationRefusedError`.
 */
export async function knownAccountOf(
  client: AccountReader,
  kinds: readonly AccountKind[],
  operation: Operation,
): Promise<KnownAccount> {
  const { sender, callData, entryPoint } = operation;
  const ofVersion = kinds.filter((kind) => kind.entryPoint === entryPoint);
  const code = await client.getCode({ address: sender });
  for (const kind of ofVersion) {
    if (!callsOf(kind, callData)) continue;
    const account = await kind.recognize(client, operation, code);
    if (account) return account;
  }
  throw new OperationRefusedError(
    `The code of account ${sender} is not one that is sponsored here (EntryPoint v${entryPoint}: ${namesOf(ofVersion)}). Pay by a transaction of your own, or by a signature.`,
  );
}

function namesOf(kinds: readonly AccountKind[]): string {
  return kinds.map(({ name }) => name).join(", ") || "none";
}
