import { sql } from "kysely";
import { OperatorError, SecretKeyMissingError } from "../runtime/index.ts";
import type { WebhookSecret } from "../store/index.ts";
import { openSecret, type SecretsContext } from "./secrets.ts";

/** Stored webhook secrets cannot be read by this process, so that it could sign nothing with them. */
export class StoredSecretsError extends OperatorError {
  override readonly name = "StoredSecretsError";
  constructor(keyId: string, count: bigint, cause: unknown) {
    const what = `${count} webhook ${count === 1n ? "secret is" : "secrets are"} encrypted under the key ${keyId}`;
    const cure =
      cause instanceof SecretKeyMissingError
        ? "which is not among those of SECRETS_KEY and SECRETS_KEY_FILE. Add it behind them"
        : "and the one that was tried does not decrypt: its row was changed. Restore it from a backup";
    super(
      `${what}, ${cure}. If that is not possible, docs/operations.md (Keys of stored secrets) says how to go on without.`,
      { cause },
    );
  }
}

/** Before anything is served: tries one secret of each key that sealed any. Throws `StoredSecretsError`. */
export async function checkStoredSecrets(context: SecretsContext): Promise<void> {
  const keyId = sql<string>`split_part(secret, ':', 2)`;
  const samples = await context.database
    .selectFrom("webhookSecrets")
    .select([keyId.as("keyId"), sql<bigint>`count(*)`.as("count"), sql<string>`min(id::text)`.as("id")])
    .where("secret", "like", "sealed:%")
    .where((row) => row.or([row("expiresAt", "is", null), row("expiresAt", ">", context.clock())]))
    .groupBy(keyId)
    .execute();
  for (const { keyId, count, id } of samples) {
    const secret: WebhookSecret | undefined = await context.database
      .selectFrom("webhookSecrets")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirst();
    try {
      if (secret) openSecret(context, secret);
    } catch (error) {
      throw new StoredSecretsError(keyId, BigInt(count), error);
    }
  }
}
