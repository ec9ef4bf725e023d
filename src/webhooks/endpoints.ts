import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../clock.ts";
import type { Database, Mode, WebhookEndpoint } from "../store/index.ts";

type EndpointOwner = { readonly merchantId: string; readonly mode: Mode };

/** The merchant already has an endpoint in this mode. */
export class WebhookEndpointExistsError extends Error {
  override readonly name = "WebhookEndpointExistsError";
  constructor() {
    super("There is a webhook endpoint already. Change it with PUT /v1/webhooks.");
  }
}

/** The merchant has no endpoint in this mode. */
export class WebhookEndpointNotFoundError extends Error {
  override readonly name = "WebhookEndpointNotFoundError";
  constructor() {
    super("There is no webhook endpoint. Create one with POST /v1/webhooks.");
  }
}

/** Creates the merchant's endpoint with a fresh Standard Webhooks secret. Throws `WebhookEndpointExistsError`. */
export async function createWebhookEndpoint(
  { database, clock }: { database: Database; clock: Clock },
  owner: EndpointOwner,
  url: string,
): Promise<WebhookEndpoint> {
  const createdAt = clock();
  const endpoint = await database
    .insertInto("webhookEndpoints")
    .values({
      id: uuidv7({ msecs: createdAt.getTime() }),
      ...owner,
      url,
      secret: `whsec_${randomBytes(24).toString("base64")}`,
      createdAt,
    })
    .onConflict((conflict) => conflict.columns(["merchantId", "mode"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!endpoint) throw new WebhookEndpointExistsError();
  return endpoint;
}

/** Points the endpoint elsewhere and switches it on again; the secret stays. Throws `WebhookEndpointNotFoundError`. */
export async function updateWebhookEndpoint(
  database: Database,
  owner: EndpointOwner,
  url: string,
): Promise<WebhookEndpoint> {
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

/** Throws `WebhookEndpointNotFoundError`. */
export async function findWebhookEndpoint(database: Database, owner: EndpointOwner): Promise<WebhookEndpoint> {
  const endpoint = await database
    .selectFrom("webhookEndpoints")
    .selectAll()
    .where("merchantId", "=", owner.merchantId)
    .where("mode", "=", owner.mode)
    .executeTakeFirst();
  if (!endpoint) throw new WebhookEndpointNotFoundError();
  return endpoint;
}
