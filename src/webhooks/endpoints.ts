import { v7 as uuidv7 } from "uuid";
import { type Actor, operator, recordChange } from "../access/index.ts";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, Owner, WebhookEndpoint } from "../store/index.ts";
import { endpointChange, shownFields } from "./endpoint-audit.ts";
import { TooManyEndpointsError, WebhookEndpointExistsError, WebhookEndpointNotFoundError } from "./errors.ts";
import { type EndpointRef, endpointsOf, findWebhookEndpoint, lockEndpoint } from "./find-endpoint.ts";
import { addSecret, checkOwnSecret, type SecretsContext, secretOfRun } from "./secrets.ts";
import { checkWebhookUrl, type WebhookTargets } from "./targets.ts";

// The only writer of `webhook_endpoints`, but for what a receiver says of itself: deliver.ts.

export type EndpointContext = {
  readonly database: Database;
  readonly clock: Clock;
  readonly webhookTargets: WebhookTargets;
};

/** An endpoint with a secret in the clear: answered once, when it was made. */
export type EndpointWithSecret = WebhookEndpoint & { readonly secret: string };

/** Endpoints of one organization and mode. */
export const mostEndpoints = 16;

/** All types of events. */
export const everyEvent = "*";

/** What is left out: every event, in our own style. */
export type EndpointSettings = {
  readonly url: string;
  readonly events?: readonly string[] | undefined;
  readonly style?: string | undefined;
};

/** What is left out stays. */
export type EndpointChange = { readonly [Field in keyof EndpointSettings]?: EndpointSettings[Field] | undefined };

export type NewEndpoint = EndpointSettings & {
  /** The receiver's own; made here where it is left out. */
  readonly secret?: string | undefined;
};

/**
 * Creates the default endpoint with a fresh Standard Webhooks secret. Throws `WebhookEndpointExistsError` or `WebhookTargetRefusedError`. Run again, it
 * answers what the earlier run created.
 */
export async function createWebhookEndpoint(
  context: EndpointContext & SecretsContext,
  owner: Owner,
  settings: EndpointSettings,
  run?: IdempotentRun,
  actor: Actor = operator,
): Promise<EndpointWithSecret> {
  return insertEndpoint(context, owner, { ...settings, isDefault: true }, run, actor);
}

/**
 * Creates an endpoint beside the others. Throws `TooManyEndpointsError`, `WebhookTargetRefusedError` or `SecretRefusedError`. Run again, it answers what the
 * earlier run created.
 */
export async function addWebhookEndpoint(
  context: EndpointContext & SecretsContext,
  owner: Owner,
  endpoint: NewEndpoint,
  run?: IdempotentRun,
  actor: Actor = operator,
): Promise<EndpointWithSecret> {
  return insertEndpoint(context, owner, { ...endpoint, isDefault: false }, run, actor);
}

async function insertEndpoint(
  context: EndpointContext & SecretsContext,
  owner: Owner,
  { url, events = [everyEvent], style, secret: own, isDefault }: NewEndpoint & { readonly isDefault: boolean },
  run: IdempotentRun | undefined,
  actor: Actor,
): Promise<EndpointWithSecret> {
  checkWebhookUrl(url, context.webhookTargets);
  if (own !== undefined) checkOwnSecret(own);
  const createdAt = context.clock();
  const id = run?.id ?? uuidv7({ msecs: createdAt.getTime() });
  return context.database.transaction().execute(async (transaction) => {
    // Two at once would both count fifteen.
    await lockOwner(transaction, owner);
    const existing = await endpointsOf(transaction, owner).execute();
    const earlier = existing.find((endpoint) => (isDefault ? endpoint.isDefault : endpoint.id === id));
    if (earlier) {
      const secret = run && (await secretOfRun(context, transaction, earlier.id, run));
      if (secret === undefined) throw new WebhookEndpointExistsError();
      return { ...earlier, secret };
    }
    if (existing.length >= mostEndpoints) throw new TooManyEndpointsError(mostEndpoints);
    const endpoint = await transaction
      .insertInto("webhookEndpoints")
      .values({ id, ...owner, url, events: [...new Set(events)], ...(style && { style }), isDefault, createdAt })
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordChange(
      transaction,
      endpointChange("webhook.created", endpoint, { after: shownFields(endpoint) }),
      actor,
      createdAt,
    );
    return { ...endpoint, secret: await addSecret(context, transaction, id, { run, own }) };
  });
}

/** Changes an endpoint, and switches it on again; its secret stays. Throws `WebhookEndpointNotFoundError` or `WebhookTargetRefusedError`. */
export async function updateWebhookEndpoint(
  { database, clock, webhookTargets }: EndpointContext,
  ref: EndpointRef,
  change: EndpointChange,
  actor: Actor = operator,
): Promise<WebhookEndpoint> {
  const { url, events, style } = change;
  if (url !== undefined) checkWebhookUrl(url, webhookTargets);
  return database.transaction().execute(async (transaction) => {
    const { id } = await findWebhookEndpoint(transaction, ref);
    const before = await lockEndpoint(transaction, id);
    const after = await transaction
      .updateTable("webhookEndpoints")
      .set({
        ...(url !== undefined && { url }),
        ...(events !== undefined && { events: [...new Set(events)] }),
        ...(style !== undefined && { style }),
        disabledAt: null,
      })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const fields = { before: shownFields(before), after: shownFields(after) };
    await recordChange(transaction, endpointChange("webhook.updated", before, fields), actor, clock());
    return after;
  });
}

/** Deletes an endpoint with its secrets and what was on its way to it; events stay. Throws `WebhookEndpointNotFoundError`, unless an earlier run may have. */
export async function deleteWebhookEndpoint(
  { database, clock }: Pick<EndpointContext, "database" | "clock">,
  ref: EndpointRef,
  run?: IdempotentRun,
  actor: Actor = operator,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    try {
      const { id } = await findWebhookEndpoint(transaction, ref);
      const endpoint = await lockEndpoint(transaction, id);
      await transaction.deleteFrom("webhookEndpoints").where("id", "=", id).execute();
      const change = endpointChange("webhook.deleted", endpoint, { before: shownFields(endpoint) });
      await recordChange(transaction, change, actor, clock());
    } catch (error) {
      if (!(error instanceof WebhookEndpointNotFoundError && run?.isAgain)) throw error;
    }
  });
}

async function lockOwner(transaction: DatabaseTransaction, { organizationId }: Owner): Promise<void> {
  await transaction.selectFrom("organizations").select("id").where("id", "=", organizationId).forUpdate().execute();
}
