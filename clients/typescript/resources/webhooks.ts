import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type {
  NewWebhookEndpoint,
  PageQuery,
  Replay,
  ReplayWebhooks,
  SetWebhookEndpoint,
  WebhookDelivery,
  WebhookEndpoint,
} from "../types.ts";
import { verifyWebhook } from "../verify-webhook.ts";

/** Your server's webhook endpoints. */
export class Webhooks {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Proves that a webhook is real, and answers what it tells. Needs no request. Throws `SignatureError`. */
  readonly verify = verifyWebhook;

  retrieve(options: RequestOptions = {}): Promise<WebhookEndpoint> {
    return this.#transport.json({ method: "GET", path: "/v1/webhooks", ...options });
  }

  /** Its answer is the one time that the secret is shown. */
  create(endpoint: SetWebhookEndpoint, options: RequestOptions = {}): Promise<NewWebhookEndpoint> {
    return this.#transport.json({ method: "POST", path: "/v1/webhooks", body: endpoint, ...options });
  }

  update(endpoint: SetWebhookEndpoint, options: RequestOptions = {}): Promise<WebhookEndpoint> {
    return this.#transport.json({ method: "PUT", path: "/v1/webhooks", body: endpoint, ...options });
  }

  /** For a day both secrets sign. */
  regenerateSecret(options: RequestOptions = {}): Promise<NewWebhookEndpoint> {
    return this.#transport.json({ method: "POST", path: "/v1/webhooks/regenerate-secret", ...options });
  }

  /** Sends a `webhook.test` event. */
  test(options: RequestOptions = {}): Promise<WebhookDelivery> {
    return this.#transport.json({ method: "POST", path: "/v1/webhooks/test", ...options });
  }

  deliveries({ cursor, limit }: PageQuery = {}, options: RequestOptions = {}): List<WebhookDelivery> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<WebhookDelivery>>({
        method: "GET",
        path: "/v1/webhooks/deliveries",
        query: { limit, cursor: from },
        ...options,
      });
    return listOf(read, cursor);
  }

  redeliver(deliveryId: string, options: RequestOptions = {}): Promise<WebhookDelivery> {
    const path = `/v1/webhooks/deliveries/${encodeURIComponent(deliveryId)}/redeliver`;
    return this.#transport.json({ method: "POST", path, ...options });
  }

  /** Sends all events of a span again. */
  replay(span: ReplayWebhooks, options: RequestOptions = {}): Promise<Replay> {
    return this.#transport.json({ method: "POST", path: "/v1/webhooks/replay", body: span, ...options });
  }
}
