import { randomInt } from "node:crypto";
import { hashOfBearerToken } from "../access/index.ts";
import type { Database, DatabaseTransaction } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { notify } from "./notify.ts";
import { recordOfUser } from "./users.ts";

// The only writer of `recovery_codes`.

const recoveryCodes = 10;

/** Recovery codes that are left. */
export async function countRecoveryCodes(database: Database | DatabaseTransaction, userId: string): Promise<number> {
  const { left } = await database
    .selectFrom("recoveryCodes")
    .select(({ fn }) => fn.countAll<bigint>().as("left"))
    .where("userId", "=", userId)
    .where("usedAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(left);
}

/** Takes one, which is over then. Its person hears of it. */
export async function takeRecoveryCode(
  context: PeopleContext,
  transaction: DatabaseTransaction,
  userId: string,
  { code, address }: { readonly code: string; readonly address: string },
): Promise<boolean> {
  const now = context.clock();
  const used = await transaction
    .updateTable("recoveryCodes")
    .set({ usedAt: now })
    .where("userId", "=", userId)
    .where("hash", "=", hashOfBearerToken(code))
    .where("usedAt", "is", null)
    .returning("userId")
    .executeTakeFirst();
  if (used === undefined) return false;
  const left = await countRecoveryCodes(transaction, userId);
  await recordOfUser(transaction, userId, { action: "recovery_code.used", after: { left } }, address, now);
  await notify(context, transaction, { userId }, { change: "recovery_code_used", detail: `${left} left`, address });
  return true;
}

const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** New ones in place of all that there are, which can be read here only. Twelve characters of 31, 59 bits: as random as a token, so a quick hash is enough. */
export async function writeRecoveryCodes(transaction: DatabaseTransaction, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, () =>
    Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join(""),
  );
  await transaction.deleteFrom("recoveryCodes").where("userId", "=", userId).execute();
  const rows = codes.map((code) => ({ userId, hash: hashOfBearerToken(code), usedAt: null }));
  await transaction.insertInto("recoveryCodes").values(rows).execute();
  return codes.map((code) => code.replace(/(.{4})(.{4})(.{4})/, "$1-$2-$3"));
}

/** Ends all that there are. */
export async function dropRecoveryCodes(transaction: DatabaseTransaction, userId: string): Promise<void> {
  await transaction.deleteFrom("recoveryCodes").where("userId", "=", userId).execute();
}
