import type { DatabaseTransaction } from "../store/index.ts";

const hour = 60 * 60_000;

/** Codes that one mailbox is sent in an hour, so that nobody fills it. */
const mostCodes = 5;

/** Wrong codes of one account in a day, of each kind, over all attempts: beyond them its passkeys alone sign in. A guess hits with 1 in 50,000 a day. */
const mostFailures = 20;

/** Whether somebody is sent another code by mail. */
export async function mayBeSent(transaction: DatabaseTransaction, userId: string, now: Date): Promise<boolean> {
  const { sent, code } = await failuresOf(transaction, userId, now);
  return sent < mostCodes && code < mostFailures;
}

/** Whether a code of the app is looked at, the one that was counted just now among them. */
export async function mayGiveSecond(transaction: DatabaseTransaction, userId: string, now: Date): Promise<boolean> {
  return (await failuresOf(transaction, userId, now)).second <= mostFailures;
}

/** Of an account: codes that were sent in the last hour, and wrong ones of either kind in the last day. */
async function failuresOf(transaction: DatabaseTransaction, userId: string, now: Date) {
  const rows = await transaction
    .selectFrom("signIns")
    .select(["codeTries", "secondTries", "passedAt", "endedAt", "codeHash", "createdAt"])
    .where("userId", "=", userId)
    .where("createdAt", ">", new Date(now.getTime() - 24 * hour))
    .execute();
  const lastHour = now.getTime() - hour;
  return {
    sent: rows.filter(({ codeHash, createdAt }) => codeHash !== null && createdAt.getTime() > lastHour).length,
    code: sum(rows.map((row) => ((row.passedAt ?? row.endedAt) ? 0 : row.codeTries))),
    second: sum(rows.map((row) => (row.endedAt ? 0 : row.secondTries))),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
