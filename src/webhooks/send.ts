import http from "node:http";
import https from "node:https";
import { Webhook } from "standardwebhooks";
import type { WebhookEndpoint } from "../store/index.ts";
import { checkWebhookUrl, lookupFor, type WebhookTargets } from "./targets.ts";

/** A receiver has this long to answer, from the look-up of its name to its status. Milliseconds. */
const timeout = 10_000;

export type SendResult = {
  readonly delivered: boolean;
  /** The receiver wants no more: 410. */
  readonly gone: boolean;
  readonly responseStatus: number | null;
  readonly error: string | null;
};

/** What is signed and sent. */
export type WebhookMessage = { readonly id: string; readonly body: string };

export type SendingEndpoint = Pick<WebhookEndpoint, "url" | "secret" | "previousSecret" | "previousSecretExpiresAt">;

/** Sends one event, signed as Standard Webhooks 1.0 says. Never throws: a failure is a result. Redirects are failures. */
export async function sendWebhook(
  endpoint: SendingEndpoint,
  event: WebhookMessage,
  now: Date,
  targets: WebhookTargets,
): Promise<SendResult> {
  try {
    checkWebhookUrl(endpoint.url, targets);
    const status = await post(endpoint.url, targets, event.body, {
      "content-type": "application/json",
      "user-agent": "Railsplit-Webhooks/1.0",
      "webhook-id": event.id,
      "webhook-timestamp": Math.floor(now.getTime() / 1000).toString(),
      "webhook-signature": signaturesOf(endpoint, event, now),
    });
    const delivered = status >= 200 && status < 300;
    const error = delivered ? null : `The receiver answered ${status}; expected a 2xx status.`;
    return { delivered, gone: status === 410, responseStatus: status, error };
  } catch (error) {
    return { delivered: false, gone: false, responseStatus: null, error: reasonOf(error) };
  }
}

/** After a rotation both secrets sign, with a space between, until the old one expires. */
function signaturesOf(endpoint: SendingEndpoint, { id, body }: WebhookMessage, now: Date): string {
  const { secret, previousSecret, previousSecretExpiresAt } = endpoint;
  const previous = previousSecret !== null && previousSecretExpiresAt !== null && previousSecretExpiresAt > now;
  const secrets = previous ? [secret, previousSecret] : [secret];
  return secrets.map((each) => new Webhook(each).sign(id, now, body)).join(" ");
}

/** Node's own client, since it takes a look-up. Its status is all that is read of the answer. */
function post(url: string, targets: WebhookTargets, body: string, headers: Record<string, string>): Promise<number> {
  const { request } = url.startsWith("https:") ? https : http;
  const lookup = lookupFor(targets);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeout);
    const sent = request(
      url,
      {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        // A connection of its own: one that stays open could not be looked at again.
        agent: false,
        signal,
        ...(lookup && { lookup }),
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    sent.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    sent.end(body);
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `The receiver did not answer within ${timeout / 1000} seconds.`;
  // Several addresses were tried, and the error of each is inside.
  return error.message || ("code" in error ? String(error.code) : error.name);
}
