import { type Actor, operator, recordChange } from "../access/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import { endpointChange } from "./endpoint-audit.ts";
import type { EndpointWithSecret } from "./endpoints.ts";
import { type EndpointRef, findWebhookEndpoint, lockEndpoint } from "./find-endpoint.ts";
import { checkOwnSecret, replaceSecret, type SecretsContext, secretOfRun } from "./secrets.ts";

/**
 * Gives an endpoint a fresh secret; those of before sign for another day each. Throws `WebhookEndpointNotFoundError` or `TooManySecretsError`. Run again,
 * it answers the secret that the earlier run made.
 */
export async function rotateWebhookSecret(
  context: SecretsContext,
  ref: EndpointRef,
  run?: IdempotentRun,
  actor: Actor = operator,
): Promise<EndpointWithSecret> {
  return context.database.transaction().execute(async (transaction) => {
    const { id } = await findWebhookEndpoint(transaction, ref);
    const endpoint = await lockEndpoint(transaction, id);
    const earlier = run && (await secretOfRun(context, transaction, id, run));
    if (earlier !== undefined) return { ...endpoint, secret: earlier };
    await recordChange(transaction, endpointChange("webhook.secret_rotated", endpoint), actor, context.clock());
    return { ...endpoint, secret: await replaceSecret(context, transaction, id, { run }) };
  });
}

/** Gives an endpoint its receiver's own secret; those of before sign for another day each. Throws as above, and `SecretRefusedError`. */
export async function setWebhookSecret(
  context: SecretsContext,
  ref: EndpointRef,
  secret: string,
  actor: Actor,
): Promise<void> {
  checkOwnSecret(secret);
  await context.database.transaction().execute(async (transaction) => {
    const { id } = await findWebhookEndpoint(transaction, ref);
    const endpoint = await lockEndpoint(transaction, id);
    await replaceSecret(context, transaction, id, { own: secret });
    await recordChange(transaction, endpointChange("webhook.secret_rotated", endpoint), actor, context.clock());
  });
}
