import { v7 as uuidv7 } from "uuid";
import { type Actor, type Change, operator, recordChange } from "../access/index.ts";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, Owner, WebhookEndpoint } from "../store/index.ts";
import { addSecret, replaceSecret, type SecretsContext, secretOfRun } from "./secrets.ts";
import { checkWebhookUrl, type WebhookTargets } from "./targets.ts";

export type EndpointContext = {
  readonly database: Database;
  readonly clock: Clock;
  readonly webhookTargets: WebhookTargets;
};

/** An endpoint with a secret in the clear: answered once, when it was made. */
export type EndpointWithSecret = WebhookEndpoint & { readonly secret: string };

/** The merchant already has an endpoint in this mode. */
export class WebhookEndpointExistsError extends DomainError {
  override readonly name = "WebhookEndpointExistsError";
  override readonly code = "WEBHOOK_EXISTS";
  constructor() {
    super("There is a webhook endpoint already. Change it with PUT /v1/webhooks.");
  }
}

/** The merchant has no endpoint in this mode. */
export class WebhookEndpointNotFoundError extends DomainError {
  override readonly name = "WebhookEndpointNotFoundError";
  override readonly code = "WEBHOOK_NOT_FOUND";
  constructor() {
    super("There is no webhook endpoint. Create one with POST /v1/webhooks.");
  }
}

/**
 * Creates the merchant's endpoint with a fresh Standard Webhooks secret. Throws `WebhookEndpointExistsError` or `WebhookTargetRefusedError`. Run
 * again, it answers what the earlier run created.
 */
export async function createWebhookEndpoint(
  context: EndpointContext & SecretsContext,
  owner: Owner,
  url: string,
  run?: IdempotentRun,
  actor: Actor = operator,
): Promise<EndpointWithSecret> {
  checkWebhookUrl(url, context.webhookTargets);
  const createdAt = context.clock();
  const id = run?.id ?? uuidv7({ msecs: createdAt.getTime() });
  return context.database.transaction().execute(async (transaction) => {
    const endpoint = await transaction
      .insertInto("webhookEndpoints")
      .values({ id, ...owner, url, createdAt })
      .onConflict((conflict) => conflict.columns(["organizationId", "mode"]).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (endpoint) {
      await recordChange(
        transaction,
        endpointChange("webhook.created", endpoint, { after: shownUrl(url) }),
        actor,
        createdAt,
      );
      return { ...endpoint, secret: await addSecret(context, transaction, id, run) };
    }
    const existing = await findWebhookEndpoint(transaction, owner);
    const secret = run && (await secretOfRun(context, transaction, existing.id, run));
    if (secret === undefined) throw new WebhookEndpointExistsError();
    return { ...existing, secret };
  });
}

/** Points the endpoint elsewhere and switches it on again; the secret stays. Throws `WebhookEndpointNotFoundError`. */
export async function updateWebhookEndpoint(
  { database, clock, webhookTargets }: EndpointContext,
  owner: Owner,
  url: string,
  actor: Actor = operator,
): Promise<WebhookEndpoint> {
  checkWebhookUrl(url, webhookTargets);
  return database.transaction().execute(async (transaction) => {
    const { id } = await findWebhookEndpoint(transaction, owner);
    const before = await lockEndpoint(transaction, id);
    const fields = { before: shownUrl(before.url), after: shownUrl(url) };
    await recordChange(transaction, endpointChange("webhook.updated", before, fields), actor, clock());
    return transaction
      .updateTable("webhookEndpoints")
      .set({ url, disabledAt: null })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/**
 * Gives the endpoint a fresh secret; those of before sign for another day each. Throws `WebhookEndpointNotFoundError` or `TooManySecretsError`. Run again,
 * it answers the secret that the earlier run made.
 */
export async function rotateWebhookSecret(
  context: SecretsContext,
  owner: Owner,
  run?: IdempotentRun,
  actor: Actor = operator,
): Promise<EndpointWithSecret> {
  return context.database.transaction().execute(async (transaction) => {
    const { id } = await findWebhookEndpoint(transaction, owner);
    const endpoint = await lockEndpoint(transaction, id);
    const earlier = run && (await secretOfRun(context, transaction, id, run));
    if (earlier !== undefined) return { ...endpoint, secret: earlier };
    await recordChange(transaction, endpointChange("webhook.secret_rotated", endpoint), actor, context.clock());
    return { ...endpoint, secret: await replaceSecret(context, transaction, id, run) };
  });
}

async function lockEndpoint(transaction: DatabaseTransaction, id: string): Promise<WebhookEndpoint> {
  const endpoint = transaction.selectFrom("webhookEndpoints").selectAll().where("id", "=", id);
  return endpoint.forUpdate().executeTakeFirstOrThrow();
}

function endpointChange(
  action: Change["action"],
  { id, organizationId }: WebhookEndpoint,
  fields: Pick<Change, "before" | "after"> = {},
): Change {
  return { organizationId, action, target: { type: "webhook", id }, ...fields };
}

/** Without its query, where some receivers expect a secret. */
function shownUrl(url: string) {
  const { origin, pathname } = new URL(url);
  return { url: origin + pathname };
}

/** Throws `WebhookEndpointNotFoundError`. */
export async function findWebhookEndpoint(
  database: Database | DatabaseTransaction,
  owner: Owner,
): Promise<WebhookEndpoint> {
  const endpoint = await database
    .selectFrom("webhookEndpoints")
    .selectAll()
    .where("organizationId", "=", owner.organizationId)
    .where("mode", "=", owner.mode)
    .executeTakeFirst();
  if (!endpoint) throw new WebhookEndpointNotFoundError();
  return endpoint;
}
