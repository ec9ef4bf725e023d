import { Webhook } from "standardwebhooks";
import type { WebhookEndpoint, WebhookEvent } from "../store/index.ts";

/** A receiver has this long to answer. */
const timeout = 10_000;

export type SendResult = {
  readonly delivered: boolean;
  /** The receiver wants no more: 410. */
  readonly gone: boolean;
  readonly responseStatus: number | null;
  readonly error: string | null;
};

/** Sends one event, signed as Standard Webhooks 1.0 says. Never throws: a failure is a result. Redirects are failures. */
export async function sendWebhook(
  endpoint: Pick<WebhookEndpoint, "url" | "secret">,
  event: Pick<WebhookEvent, "id" | "body">,
  now: Date,
): Promise<SendResult> {
  try {
    const response = await fetch(endpoint.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Railsplit-Webhooks/1.0",
        "webhook-id": event.id,
        "webhook-timestamp": Math.floor(now.getTime() / 1000).toString(),
        "webhook-signature": new Webhook(endpoint.secret).sign(event.id, now, event.body),
      },
      body: event.body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    await response.body?.cancel();
    const { status, ok } = response;
    const error = ok ? null : `The receiver answered ${status}; expected a 2xx status.`;
    return { delivered: ok, gone: status === 410, responseStatus: status, error };
  } catch (error) {
    return { delivered: false, gone: false, responseStatus: null, error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `The receiver did not answer within ${timeout / 1000} seconds.`;
  // `fetch failed` says nothing; what it wraps does.
  return error.cause instanceof Error ? error.cause.message : error.message;
}
