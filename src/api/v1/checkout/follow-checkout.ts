import { PassThrough } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { checkoutView } from "../../../checkout/index.ts";
import { isFinal, type PaymentFeed, type PaymentsContext } from "../../../payments/index.ts";
import type { PaymentStatus } from "../../../protocol/index.ts";

/** Proxies close connections on which nothing comes. Milliseconds. */
const heartbeat = 15_000;

/** Streams a payment's checkout as server-sent events, one now and one after every change. Throws `PaymentNotFoundError`, `FeedFullError`. */
export async function followCheckout(
  context: PaymentsContext & { readonly feed: PaymentFeed },
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const first = await checkoutView(context, id);
  const stream = new PassThrough();
  let sending = Promise.resolve();
  const send = () => {
    // One after the other: an older view must not come after a newer one.
    sending = sending.then(async () => {
      if (stream.writableEnded) return;
      const view = await checkoutView(context, id);
      stream.write(eventOf(view));
      if (isFinal(view.status)) close();
    });
    sending.catch((error: unknown) => {
      request.log.error({ err: error }, "a payment could not be followed further");
      close();
    });
  };
  const stopListening = context.feed.listen(id, { changed: send, stopped: () => close() });
  const beating = setInterval(() => stream.write(": still here\n\n"), heartbeat);
  const close = () => {
    stopListening();
    clearInterval(beating);
    stream.end();
  };
  reply.raw.once("close", close);
  stream.write(`retry: 2000\n\n${eventOf(first)}`);
  if (isFinal(first.status)) close();
  return reply
    .type("text/event-stream")
    .header("cache-control", "no-store")
    .header("x-accel-buffering", "no")
    .send(stream);
}

function eventOf(view: { readonly status: PaymentStatus }): string {
  return `event: checkout\ndata: ${JSON.stringify(view)}\n\n`;
}
