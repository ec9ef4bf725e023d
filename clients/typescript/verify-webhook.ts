import { SignatureError } from "./errors.ts";
import type { WebhookEvent } from "./types.ts";

export type VerifyOptions = {
  /** How far the webhook's time may be from now, in seconds. 300 when left out. */
  readonly tolerance?: number;
  /** Another clock, for tests. */
  readonly now?: () => Date;
};

type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Proves that a webhook comes from your Railsplit server, as Standard Webhooks 1.0 says, and answers what it tells. Give the body as it came,
 * not parsed and printed again. Throws `SignatureError`.
 */
export async function verifyWebhook(
  body: string | Uint8Array<ArrayBuffer>,
  headers: HeaderSource,
  secret: string,
  { tolerance = 300, now = () => new Date() }: VerifyOptions = {},
): Promise<WebhookEvent> {
  const id = header(headers, "webhook-id");
  const timestamp = header(headers, "webhook-timestamp");
  const age = Math.abs(now().getTime() / 1000 - Number(timestamp));
  if (!/^\d+$/.test(timestamp) || age > tolerance) {
    throw new SignatureError("The webhook is too old, or from the future: its signature may have been recorded.");
  }
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${text}`);
  const key = await crypto.subtle.importKey("raw", secretBytes(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  // Several signatures are there while a secret is being changed.
  for (const candidate of header(headers, "webhook-signature").split(" ")) {
    const [version, signature = ""] = candidate.split(",");
    if (version !== "v1" || !isBase64(signature)) continue;
    // Web Crypto compares in constant time.
    if (await crypto.subtle.verify("HMAC", key, fromBase64(signature), signed)) return JSON.parse(text) as WebhookEvent;
  }
  throw new SignatureError(
    "No signature of the webhook holds. Is this the secret of this endpoint, and the body as it came?",
  );
}

function header(headers: HeaderSource, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : fieldOf(headers, name);
  if (typeof value === "string") return value;
  throw new SignatureError(`The header ${name} is missing: this is no webhook of Railsplit's.`);
}

/** Frameworks write names in any case, and values as lists. */
function fieldOf(headers: Exclude<HeaderSource, Headers>, name: string): string | undefined {
  const found = Object.entries(headers).find(([other, value]) => other.toLowerCase() === name && value !== undefined);
  return found && [found[1]].flat().join(" ");
}

function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
  const encoded = secret.replace(/^whsec_/, "");
  if (encoded !== "" && isBase64(encoded)) return fromBase64(encoded);
  throw new SignatureError("The secret is not one of Railsplit's: it begins with whsec_.");
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
