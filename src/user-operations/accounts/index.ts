import { OperationRefusedError } from "../errors.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountKind, AccountReader, KnownAccount } from "./account-kind.ts";
import { simple7702Account } from "./simple-7702-account.ts";
import { simpleAccount } from "./simple-account.ts";

/** Every kind of account that can be sponsored, by the name that the configuration uses. */
export const accountKinds = { "simple-account": simpleAccount, "simple-7702-account": simple7702Account } as const;

export type AccountName = keyof typeof accountKinds;

/**
 * The operation's account, where it is of one of these kinds: what another does with its call data, nobody knows. Throws `OperationRefusedError`.
 */
export async function knownAccountOf(
  client: AccountReader,
  kinds: readonly AccountKind[],
  operation: Operation,
): Promise<KnownAccount> {
  for (const kind of kinds) {
    const account = await kind.recognize(client, operation);
    if (account) return account;
  }
  const names = kinds.map(({ name }) => name).join(", ");
  throw new OperationRefusedError(
    `The code of account ${operation.sender} is not one that is sponsored here (${names}). Pay by a transaction of your own, or by a signature.`,
  );
}
