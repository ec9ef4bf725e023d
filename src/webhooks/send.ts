import type { LookupAddress } from "node:dns";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { Webhook } from "standardwebhooks";
import { type Clock, storableText } from "../runtime/index.ts";
import type { ResolveName } from "./resolve-name.ts";
import { checkAddresses, checkWebhookUrl, hostOf, type WebhookTargets } from "./targets.ts";

/** A receiver has this long to answer, from the resolution of its name to its status. Milliseconds. */
const timeout = 10_000;

/** Informational answers (1xx) that may precede an answer. */
const maxInformational = 20;

export type SendContext = {
  /** The time of receivers, who check when a delivery was signed; left out: the clock. */
  readonly receiversClock?: Clock | undefined;
  readonly webhookTargets: WebhookTargets;
  readonly resolveName: ResolveName;
};

export type SendResult = {
  readonly delivered: boolean;
  /** The receiver wants no more: 410. */
  readonly gone: boolean;
  readonly responseStatus: number | null;
  readonly error: string | null;
};

/** What is signed and sent. */
export type WebhookMessage = { readonly id: string; readonly body: string };

/** Where it is sent, and by which secrets it is signed. */
export type SendingEndpoint = { readonly url: string; readonly secrets: readonly string[] };

/** Sends one event, signed as Standard Webhooks 1.0 says. Never throws: a failure is a result. Redirects are failures. */
export async function sendWebhook(
  endpoint: SendingEndpoint,
  event: WebhookMessage,
  now: Date,
  { webhookTargets, resolveName }: SendContext,
): Promise<SendResult> {
  const signal = AbortSignal.timeout(timeout);
  try {
    checkWebhookUrl(endpoint.url, webhookTargets);
    const host = hostOf(new URL(endpoint.url).hostname);
    const addresses = isIP(host) === 0 ? await resolveName(host, signal) : [];
    checkAddresses(host, addresses, webhookTargets);
    const status = await post(endpoint.url, addresses, signal, event.body, {
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
    return {
      delivered: false,
      gone: false,
      responseStatus: null,
      error: reasonOf(signal.aborted ? signal.reason : error),
    };
  }
}

/** Every secret signs, one that is no `whsec_` by its bytes, with spaces between: the current one and those that were replaced within a day. */
function signaturesOf({ secrets }: SendingEndpoint, { id, body }: WebhookMessage, now: Date): string {
  const signerOf = (secret: string) =>
    secret.startsWith("whsec_") ? new Webhook(secret) : new Webhook(secret, { format: "raw" });
  return secrets.map((each) => signerOf(each).sign(id, now, body)).join(" ");
}

/**
 * Node's own client, since it takes the addresses that were checked. The status is all that is read of the answer. Settles whatever the receiver does: also
 * where it switches protocols, goes on with informational answers, or closes.
 */
function post(
  url: string,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
  body: string,
  headers: Record<string, string>,
): Promise<number> {
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    let informational = 0;
    const sent = request(
      url,
      {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        // A connection of its own: one that stays open could not be checked again.
        agent: false,
        signal,
        lookup: (_name, options, callback) => {
          const [first] = addresses;
          if (options.all) callback(null, [...addresses]);
          else callback(null, first?.address ?? "", first?.family ?? 0);
        },
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    sent.on("upgrade", (response, socket) => {
      resolve(response.statusCode ?? 0);
      socket.destroy();
    });
    sent.on("information", () => {
      informational += 1;
      if (informational > maxInformational) sent.destroy(new Error("The receiver goes on with informational answers."));
    });
    sent.on("error", reject);
    sent.on("close", () => reject(new Error("The receiver closed the connection without an answer.")));
    sent.end(body);
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `The receiver did not answer within ${timeout / 1000} seconds.`;
  // Several addresses were tried, and the error of each is inside.
  return storableText(error.message) || ("code" in error ? String(error.code) : error.name);
}
