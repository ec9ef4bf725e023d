import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

/** A verified delivery, as a merchant's server receives it. */
export type ReceivedWebhook = {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  // biome-ignore lint/suspicious/noExplicitAny: the merchant's view of a payment, as JSON.
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: the deposit, where the event is about one.
  readonly deposit?: any;
  readonly receivedAt: Date;
};

/** A small merchant server: verifies webhooks with the Standard Webhooks library, and keeps them. */
export type WebhookReceiver = {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** Deliveries with a wrong signature. */
  readonly rejected: number;
  /** Set once the endpoint is registered. */
  secret: string;
  /** The first event of that type about that payment, once it comes. */
  wait(type: string, paymentId: string, signal: AbortSignal): Promise<ReceivedWebhook>;
  stop(): Promise<void>;
};

export async function startWebhookReceiver(
  onWebhook: (webhook: ReceivedWebhook) => void = () => {},
): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const waiting = new Set<(webhook: ReceivedWebhook) => void>();
  let rejected = 0;
  const server = createServer(async (request, response) => {
    try {
      const body = await text(request);
      const headers = request.headers as Record<string, string>;
      const { type, sequence, data, deposit } = new Webhook(receiver.secret).verify(body, headers) as ReceivedWebhook;
      const webhook = { id: headers["webhook-id"] ?? "", type, sequence, data, deposit, receivedAt: new Date() };
      received.push(webhook);
      response.writeHead(204).end();
      for (const listener of [onWebhook, ...waiting]) listener(webhook);
    } catch {
      rejected += 1;
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    get rejected() {
      return rejected;
    },
    secret: "",
    wait(type, paymentId, signal) {
      const matches = (webhook: ReceivedWebhook) => webhook.type === type && webhook.data.id === paymentId;
      return new Promise((resolve, reject) => {
        const early = received.find(matches);
        if (early) return resolve(early);
        const listener = (webhook: ReceivedWebhook) => {
          if (!matches(webhook)) return;
          waiting.delete(listener);
          resolve(webhook);
        };
        waiting.add(listener);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
