import type { User } from "../../store/index.ts";
import { ApiError } from "./errors.ts";

export type OperatorsContext = {
  /** Mail addresses, in lower case. Left out: nobody. */
  readonly operators?: ReadonlySet<string> | undefined;
};

/** Whether somebody operates the server: by a mailbox that was shown to be theirs, since anybody can be invited under any address. */
export function isOperator({ operators }: OperatorsContext, { email, emailVerifiedAt }: User): boolean {
  return emailVerifiedAt !== null && operators?.has(email.toLowerCase()) === true;
}

/** Throws a 403 for anybody else. */
export function requireOperator(context: OperatorsContext, user: User): void {
  if (isOperator(context, user)) return;
  const message = "This is for who operates the server: OPERATORS names them by their mail addresses.";
  throw new ApiError("OPERATOR_REQUIRED", message);
}
