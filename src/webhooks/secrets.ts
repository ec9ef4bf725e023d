import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Clock, IdempotentRun, SecretBox } from "../runtime/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, WebhookSecret } from "../store/index.ts";
import { SecretRefusedError } from "./errors.ts";

// The only writer of `webhook_secrets`.

export type SecretsContext = { readonly database: Database; readonly clock: Clock; readonly secretBox: SecretBox };

/** A secret that was replaced signs for another day. Milliseconds. */
const replacedLife = 24 * 60 * 60_000;

/** Secrets that sign at a time: each adds a signature to a header, which receivers take up to some length of. */
const maxSigning = 20;

/** Too many secrets were made within a day. */
export class TooManySecretsError extends DomainError {
  override readonly name = "TooManySecretsError";
  override readonly code = "TOO_MANY_WEBHOOK_SECRETS";
  constructor() {
    super(`${maxSigning} secrets sign already: each goes on for 24 hours after it was replaced. Rotate again later.`);
  }
}

const prefix = "whsec_";

const placeOf = (id: string) => `webhook_secrets/${id}`;

/** What makes a secret: a request that may be run again, a receiver that has its own. */
type Origin = { readonly run?: IdempotentRun | undefined; readonly own?: string | undefined };

/** A secret that the receiver chose: `whsec_` and base64, or any other text, whose bytes sign. Throws `SecretRefusedError`. */
export function checkOwnSecret(secret: string): void {
  if (!secret.startsWith(prefix)) {
    if (secret.length < 16) throw new SecretRefusedError("A secret of your own has at least 16 characters.");
    return;
  }
  const bytes = Buffer.from(secret.slice(prefix.length), "base64");
  if (bytes.toString("base64") !== secret.slice(prefix.length) || bytes.length < 24 || bytes.length > 64) {
    throw new SecretRefusedError("After whsec_ come 24 to 64 bytes in base64.");
  }
}

/** Gives an endpoint a secret beside those that it has: a fresh one, or its receiver's own. Answers it in the clear. */
export async function addSecret(
  { clock, secretBox }: Pick<SecretsContext, "clock" | "secretBox">,
  transaction: DatabaseTransaction,
  endpointId: string,
  { run, own }: Origin = {},
): Promise<string> {
  const createdAt = clock();
  const id = uuidv7({ msecs: createdAt.getTime() });
  const secret = own ?? `${prefix}${randomBytes(24).toString("base64")}`;
  await transaction
    .insertInto("webhookSecrets")
    .values({ id, endpointId, secret: secretBox.seal(secret, placeOf(id)), run: run?.id ?? null, createdAt })
    .execute();
  return secret;
}

/** Replaces the secret of a locked endpoint: the old one signs for another day. Throws `TooManySecretsError`. */
export async function replaceSecret(
  context: Pick<SecretsContext, "clock" | "secretBox">,
  transaction: DatabaseTransaction,
  endpointId: string,
  origin: Origin = {},
): Promise<string> {
  const now = context.clock();
  const signing = await signingSecrets(transaction, [endpointId], now);
  if (signing.length >= maxSigning) throw new TooManySecretsError();
  await transaction
    .updateTable("webhookSecrets")
    .set({ expiresAt: new Date(now.getTime() + replacedLife) })
    .where("endpointId", "=", endpointId)
    .where("expiresAt", "is", null)
    .execute();
  return addSecret(context, transaction, endpointId, origin);
}

/** The secret that an earlier run of a request made, if it did. */
export async function secretOfRun(
  { secretBox }: Pick<SecretsContext, "secretBox">,
  transaction: DatabaseTransaction,
  endpointId: string,
  run: IdempotentRun,
): Promise<string | undefined> {
  const row = await transaction
    .selectFrom("webhookSecrets")
    .selectAll()
    .where("endpointId", "=", endpointId)
    .where("run", "=", run.id)
    .executeTakeFirst();
  return row && secretBox.open(row.secret, placeOf(row.id));
}

/** Stored secrets by which endpoints' webhooks are signed: each endpoint's newest first. */
export async function signingSecrets(
  database: Database | DatabaseTransaction,
  endpointIds: readonly string[],
  now: Date,
): Promise<WebhookSecret[]> {
  if (endpointIds.length === 0) return [];
  return database
    .selectFrom("webhookSecrets")
    .selectAll()
    .where("endpointId", "in", endpointIds)
    .where((row) => row.or([row("expiresAt", "is", null), row("expiresAt", ">", now)]))
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .execute();
}

/** A stored secret in the clear. Throws `SecretKeyMissingError`. */
export function openSecret({ secretBox }: Pick<SecretsContext, "secretBox">, { id, secret }: WebhookSecret): string {
  return secretBox.open(secret, placeOf(id));
}

/** Seals under the first key what is plain or under another key, and forgets secrets that sign no more. Answers how many were sealed. */
export async function reseal({ database, clock, secretBox }: SecretsContext): Promise<number> {
  await database.deleteFrom("webhookSecrets").where("expiresAt", "<=", clock()).execute();
  const rows = await database.selectFrom("webhookSecrets").selectAll().execute();
  const stale = rows.filter(({ secret }) => !secretBox.isCurrent(secret));
  for (const row of stale) {
    await database
      .updateTable("webhookSecrets")
      .set({ secret: secretBox.seal(openSecret({ secretBox }, row), placeOf(row.id)) })
      .where("id", "=", row.id)
      // Another process may have sealed it meanwhile.
      .where("secret", "=", row.secret)
      .execute();
  }
  return stale.length;
}
