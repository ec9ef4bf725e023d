import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { Database, Owner, WebhookEndpoint } from "../store/index.ts";
import { checkWebhookUrl, type WebhookTargets } from "./targets.ts";

export type EndpointContext = {
  readonly database: Database;
  readonly clock: Clock;
  readonly webhookTargets: WebhookTargets;
};

/** After a rotation the old secret signs for another day. */
const previousSecretLife = 24 * 60 * 60_000;

const newSecret = () => `whsec_${randomBytes(24).toString("base64")}`;

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
  { database, clock, webhookTargets }: EndpointContext,
  owner: Owner,
  url: string,
  run?: IdempotentRun,
): Promise<WebhookEndpoint> {
  checkWebhookUrl(url, webhookTargets);
  const createdAt = clock();
  const endpoint = await database
    .insertInto("webhookEndpoints")
    .values({
      id: run?.id ?? uuidv7({ msecs: createdAt.getTime() }),
      ...owner,
      url,
      secret: newSecret(),
      createdAt,
    })
    .onConflict((conflict) => conflict.columns(["merchantId", "mode"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (endpoint) return endpoint;
  const existing = await findWebhookEndpoint(database, owner);
  if (existing.id !== run?.id) throw new WebhookEndpointExistsError();
  return existing;
}

/** Points the endpoint elsewhere and switches it on again; the secret stays. Throws `WebhookEndpointNotFoundError`. */
export async function updateWebhookEndpoint(
  { database, webhookTargets }: EndpointContext,
  owner: Owner,
  url: string,
): Promise<WebhookEndpoint> {
  checkWebhookUrl(url, webhookTargets);
  const endpoint = await database
    .updateTable("webhookEndpoints")
    .set({ url, disabledAt: null })
    .where("merchantId", "=", owner.merchantId)
    .where("mode", "=", owner.mode)
    .returningAll()
    .executeTakeFirst();
  if (!endpoint) throw new WebhookEndpointNotFoundError();
  return endpoint;
}

/**
 * Gives the endpoint a fresh secret; for a day both sign. Throws `WebhookEndpointNotFoundError`. Run again, it answers the secret that the earlier
 * run made: yet another would push out the one that the receiver knows.
 */
export async function rotateWebhookSecret(
  { database, clock }: EndpointContext,
  owner: Owner,
  run?: IdempotentRun,
): Promise<WebhookEndpoint> {
  const endpoint = await database
    .updateTable("webhookEndpoints")
    .set((row) => ({
      secret: newSecret(),
      previousSecret: row.ref("secret"),
      previousSecretExpiresAt: new Date(clock().getTime() + previousSecretLife),
      secretRun: run?.id ?? null,
    }))
    .where("merchantId", "=", owner.merchantId)
    .where("mode", "=", owner.mode)
    .$if(run !== undefined, (query) => query.where("secretRun", "is distinct from", run?.id ?? null))
    .returningAll()
    .executeTakeFirst();
  return endpoint ?? findWebhookEndpoint(database, owner);
}

/** Throws `WebhookEndpointNotFoundError`. */
export async function findWebhookEndpoint(database: Database, owner: Owner): Promise<WebhookEndpoint> {
  const endpoint = await database
    .selectFrom("webhookEndpoints")
    .selectAll()
    .where("merchantId", "=", owner.merchantId)
    .where("mode", "=", owner.mode)
    .executeTakeFirst();
  if (!endpoint) throw new WebhookEndpointNotFoundError();
  return endpoint;
}
