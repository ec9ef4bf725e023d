import type { DatabaseTransaction, WebhookEndpoint } from "../store/index.ts";
import type { LeaseContext, LeasedDelivery } from "./lease-due.ts";
import { delayAfter } from "./schedule.ts";
import { openSecret, type SecretsContext } from "./secrets.ts";
import { type SendContext, type SendResult, sendWebhook } from "./send.ts";

export type DeliveryContext = LeaseContext &
  SendContext &
  SecretsContext & {
    /** In [0, 1), for jitter. */
    readonly random: () => number;
  };

/** Makes one attempt and records its outcome. */
export async function deliver(context: DeliveryContext, leased: LeasedDelivery): Promise<void> {
  await record(context, leased, await attempt(context, leased));
}

async function attempt(
  context: DeliveryContext,
  { endpoint, event, body, secrets: stored }: LeasedDelivery,
): Promise<SendResult> {
  if (endpoint.disabledAt !== null) {
    return { delivered: false, gone: true, responseStatus: null, error: "The endpoint is disabled." };
  }
  if (body instanceof Error) return { delivered: false, gone: false, responseStatus: null, error: body.message };
  if (stored.length === 0) {
    const error = "The endpoint has no secret to sign with. Make one with POST /v1/webhooks/regenerate-secret.";
    return { delivered: false, gone: false, responseStatus: null, error };
  }
  let secrets: string[];
  try {
    secrets = stored.map((secret) => openSecret(context, secret));
  } catch {
    // The merchant sees this: it says nothing of keys. The log does, from `reseal`.
    const error = "The endpoint's secret cannot be decrypted by this server: tell its operator.";
    return { delivered: false, gone: false, responseStatus: null, error };
  }
  const { clock, receiversClock = clock } = context;
  return sendWebhook({ url: endpoint.url, secrets }, { id: event.id, body }, receiversClock(), context);
}

async function record(
  { database, clock, random }: DeliveryContext,
  { event, endpoint, attempts }: LeasedDelivery,
  result: SendResult,
): Promise<void> {
  const now = clock();
  await database.transaction().execute(async (transaction) => {
    const gone = result.gone && (endpoint.disabledAt !== null || (await disable(transaction, endpoint, now)));
    const delay = gone ? null : delayAfter(attempts, random());
    const outcome = result.delivered
      ? { status: "DELIVERED" as const, deliveredAt: now }
      : delay === null
        ? { status: "FAILED" as const }
        : { nextAttemptAt: new Date(now.getTime() + delay) };
    await transaction
      .updateTable("webhookDeliveries")
      .set({ ...outcome, responseStatus: result.responseStatus, lastError: result.error })
      .where("eventId", "=", event.id)
      .where("endpointId", "=", endpoint.id)
      // A worker that overran its lease reports on an attempt that is not the last one any more.
      .where("attempts", "=", attempts)
      .execute();
  });
}

/** False where the endpoint has been pointed elsewhere meanwhile: what answered is gone, and what is there now is not. */
async function disable(transaction: DatabaseTransaction, { id, url }: WebhookEndpoint, now: Date): Promise<boolean> {
  const disabled = await transaction
    .updateTable("webhookEndpoints")
    .set(({ fn, val }) => ({ disabledAt: fn.coalesce("disabledAt", val(now)) }))
    .where("id", "=", id)
    .where("url", "=", url)
    .returning("id")
    .executeTakeFirst();
  return disabled !== undefined;
}
