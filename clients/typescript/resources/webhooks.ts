import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type {
  AddWebhookEndpoint,
  DeletedWebhookEndpoint,
  DeliveryFilter,
  NewWebhookEndpoint,
  PageQuery,
  Replay,
  ReplayWebhooks,
  SetWebhookEndpoint,
  UpdateWebhookEndpoint,
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

  /** Sends a `webhook.test` event, and waits up to ten seconds for what its first attempt comes to. */
  test(options: RequestOptions = {}): Promise<WebhookDelivery> {
    return this.#transport.json({ method: "POST", path: "/v1/webhooks/test", ...options });
  }

  deliveries(
    { cursor, limit, ...filter }: PageQuery & DeliveryFilter = {},
    options: RequestOptions = {},
  ): List<WebhookDelivery> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<WebhookDelivery>>({
        method: "GET",
        path: "/v1/webhooks/deliveries",
        query: { ...filter, limit, cursor: from },
        ...options,
      });
    return listOf(read, cursor);
  }

  redeliver(deliveryId: string, options: RequestOptions = {}): Promise<WebhookDelivery> {
    const path = `/v1/webhooks/deliveries/${encodeURIComponent(deliveryId)}/redeliver`;
    return this.#transport.json({ method: "POST", path, ...options });
  }

  /** All endpoints of the mode of the key. */
  listEndpoints(options: RequestOptions = {}): Promise<{ readonly data: readonly WebhookEndpoint[] }> {
    return this.#transport.json({ method: "GET", path: endpoints, ...options });
  }

  /** Beside those that there are. Its answer is the one time that the secret is shown. */
  addEndpoint(endpoint: AddWebhookEndpoint, options: RequestOptions = {}): Promise<NewWebhookEndpoint> {
    return this.#transport.json({ method: "POST", path: endpoints, body: endpoint, ...options });
  }

  retrieveEndpoint(id: string, options: RequestOptions = {}): Promise<WebhookEndpoint> {
    return this.#transport.json({ method: "GET", path: endpointPath(id), ...options });
  }

  updateEndpoint(id: string, change: UpdateWebhookEndpoint, options: RequestOptions = {}): Promise<WebhookEndpoint> {
    return this.#transport.json({ method: "PATCH", path: endpointPath(id), body: change, ...options });
  }

  deleteEndpoint(id: string, options: RequestOptions = {}): Promise<DeletedWebhookEndpoint> {
    return this.#transport.json({ method: "DELETE", path: endpointPath(id), ...options });
  }

  regenerateEndpointSecret(id: string, options: RequestOptions = {}): Promise<NewWebhookEndpoint> {
    return this.#transport.json({ method: "POST", path: `${endpointPath(id)}/regenerate-secret`, ...options });
  }

  testEndpoint(id: string, options: RequestOptions = {}): Promise<WebhookDelivery> {
    return this.#transport.json({ method: "POST", path: `${endpointPath(id)}/test`, ...options });
  }

  /** Sends all events of a span again. */
  replay(span: ReplayWebhooks, options: RequestOptions = {}): Promise<Replay> {
    return this.#transport.json({ method: "POST", path: "/v1/webhooks/replay", body: span, ...options });
  }
}

const endpoints = "/v1/webhooks/endpoints";

const endpointPath = (id: string) => `${endpoints}/${encodeURIComponent(id)}`;
