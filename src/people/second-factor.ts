import { Secret, TOTP } from "otpauth";
import type { Database, DatabaseTransaction } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { TotpRefusedError } from "./errors.ts";
import { notify } from "./notify.ts";
import { dropRecoveryCodes, takeRecoveryCode, writeRecoveryCodes } from "./recovery-codes.ts";
import { revokeSessions } from "./sessions.ts";
import { findUser, recordOfUser } from "./users.ts";

// The only writer of `totp`.

/** Seconds of one code. */
const period = 30;

/** A clock may be a step off. */
const window = 1;

const placeOf = (userId: string) => `totp/${userId}`;

/** Whether somebody's app was set up: a second factor is asked for then. */
export async function hasSecondFactor(database: Database | DatabaseTransaction, userId: string): Promise<boolean> {
  const found = await database
    .selectFrom("totp")
    .select("userId")
    .where("userId", "=", userId)
    .where("confirmedAt", "is not", null)
    .executeTakeFirst();
  return found !== undefined;
}

/** A secret for an app to make codes with, shown once. It counts when `confirmTotp` was called. Throws `TotpRefusedError` where one counts already. */
export async function beginTotp(
  { database, clock, secretBox, publicUrl }: PeopleContext,
  userId: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const { email } = await findUser(database, userId);
  const secret = new Secret({ size: 20 });
  const values = {
    secret: secretBox.seal(secret.base32, placeOf(userId)),
    confirmedAt: null,
    lastStep: 0n,
    createdAt: clock(),
  };
  const written = await database
    .insertInto("totp")
    .values({ userId, ...values })
    .onConflict((conflict) => conflict.column("userId").doUpdateSet(values).where("totp.confirmedAt", "is", null))
    .returning("userId")
    .executeTakeFirst();
  if (!written) throw new TotpRefusedError("You have an app already. Remove it first.");
  const issuer = `Railsplit ${new URL(publicUrl).host}`;
  return { secret: secret.base32, uri: new TOTP({ issuer, label: email, secret, period }).toString() };
}

/** Turns the second factor on, by a first code of the app. Answers recovery codes, which can be read here only. Throws `TotpRefusedError`. */
export async function confirmTotp(
  context: PeopleContext,
  userId: string,
  code: string,
  { address, sessionId }: { readonly address: string; readonly sessionId: string },
): Promise<string[]> {
  const now = context.clock();
  return context.database.transaction().execute(async (transaction) => {
    const pending = await transaction
      .selectFrom("totp")
      .selectAll()
      .where("userId", "=", userId)
      .where("confirmedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!pending) throw new TotpRefusedError("There is no app to confirm. Begin again.");
    if (!(await takeTotp(context, transaction, userId, code))) throw new TotpRefusedError();
    await transaction.updateTable("totp").set({ confirmedAt: now }).where("userId", "=", userId).execute();
    // Who signed in with less is asked for it.
    await revokeSessions(transaction, userId, now, sessionId);
    await recordOfUser(transaction, userId, { action: "totp.added" }, address, now);
    await notify(context, transaction, { userId }, { change: "app_added", address });
    return writeRecoveryCodes(transaction, userId);
  });
}

/** New recovery codes in place of all that there are. Throws `TotpRefusedError` where there is no second factor to recover. */
export async function replaceRecoveryCodes(context: PeopleContext, userId: string, address: string): Promise<string[]> {
  return context.database.transaction().execute(async (transaction) => {
    if (!(await hasSecondFactor(transaction, userId))) throw new TotpRefusedError("You have no app: add it first.");
    await recordOfUser(transaction, userId, { action: "recovery_codes.replaced" }, address, context.clock());
    await notify(context, transaction, { userId }, { change: "recovery_codes_replaced", address });
    return writeRecoveryCodes(transaction, userId);
  });
}

/** Turns the second factor off. False where there was none. */
export async function removeTotp(context: PeopleContext, userId: string, address: string): Promise<boolean> {
  return context.database.transaction().execute(async (transaction) => {
    const removed = await dropSecondFactor(transaction, userId);
    if (!removed) return false;
    await recordOfUser(transaction, userId, { action: "totp.removed" }, address, context.clock());
    await notify(context, transaction, { userId }, { change: "app_removed", address });
    return true;
  });
}

/** Takes a code of the app or a recovery code, each once. */
export async function takeSecondFactor(
  context: PeopleContext,
  transaction: DatabaseTransaction,
  userId: string,
  { code, address }: { readonly code: string; readonly address: string },
): Promise<boolean> {
  const typed = code.replace(/[\s-]/g, "").toLowerCase();
  return /^\d{6}$/.test(typed)
    ? takeTotp(context, transaction, userId, typed)
    : takeRecoveryCode(context, transaction, userId, { code: typed, address });
}

/** Seals under the first key what is plain or under another key. Answers how many were sealed. */
export async function resealTotp({
  database,
  secretBox,
}: Pick<PeopleContext, "database" | "secretBox">): Promise<number> {
  const rows = await database.selectFrom("totp").select(["userId", "secret"]).execute();
  const stale = rows.filter(({ secret }) => !secretBox.isCurrent(secret));
  for (const { userId, secret } of stale) {
    const place = placeOf(userId);
    await database
      .updateTable("totp")
      .set({ secret: secretBox.seal(secretBox.open(secret, place), place) })
      .where("userId", "=", userId)
      // Another process may have sealed it meanwhile.
      .where("secret", "=", secret)
      .execute();
  }
  return stale.length;
}

/** A code counts once: its time step, and those before it, are over when it was taken. */
async function takeTotp(
  { clock, secretBox }: PeopleContext,
  transaction: DatabaseTransaction,
  userId: string,
  token: string,
): Promise<boolean> {
  const row = await transaction.selectFrom("totp").selectAll().where("userId", "=", userId).executeTakeFirst();
  if (!row) return false;
  const secret = Secret.fromBase32(secretBox.open(row.secret, placeOf(userId)));
  const timestamp = clock().getTime();
  const delta = TOTP.validate({ token, secret, period, timestamp, window });
  if (delta === null) return false;
  const step = BigInt(TOTP.counter({ period, timestamp }) + delta);
  const taken = await transaction
    .updateTable("totp")
    .set({ lastStep: step })
    .where("userId", "=", userId)
    .where("lastStep", "<", step)
    .returning("userId")
    .executeTakeFirst();
  return taken !== undefined;
}

export async function dropSecondFactor(transaction: DatabaseTransaction, userId: string): Promise<boolean> {
  await dropRecoveryCodes(transaction, userId);
  const removed = await transaction.deleteFrom("totp").where("userId", "=", userId).returning("userId").execute();
  return removed.length > 0;
}
