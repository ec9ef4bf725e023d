import { PassThrough, type Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Semaphore } from "async-mutex";
import type { Logger } from "pino";
import { FeedFullError, isFinal, type PaymentFeed } from "../../../payments/index.ts";
import type { PaymentStatus } from "../../../protocol/index.ts";
import { DomainError } from "../../../runtime/index.ts";

/** Streams of one process, of one address, and of one payment at a time: few addresses cannot take a payment's streams from its payer. */
const most = { all: 5_000, perAddress: 20, perPayment: 50 } as const;

/** Proxies close connections on which nothing comes. Milliseconds. */
const heartbeat = 15_000;

/** Who comes so soon after another sees the same view. Milliseconds. */
const freshness = 250;

/** Views that are rendered at once: a block changes many payments, and other requests go on meanwhile. */
const renderers = 4;

/** Streams that are written to before others have their turn. */
const writesAtOnce = 25;

/** Bytes that a reader may leave unread before it is taken for gone. */
const mostUnread = 256_000;

export class TooManyStreamsError extends DomainError {
  override readonly name = "TooManyStreamsError";
  override readonly code = "TOO_MANY_STREAMS";
  constructor() {
    super(
      "Too many event streams are open from here or for this payment. Close others, or ask for the checkout instead.",
    );
  }
}

/** Event streams of checkouts. */
export type CheckoutStreams = {
  /**
   * A payment's checkout as server-sent events: one now, and one after every change until it is final. Destroy the stream when its reader is gone. Throws
   * `PaymentNotFoundError`, `TooManyStreamsError`, `FeedFullError`.
   */
  follow(paymentId: string, address: string): Promise<Readable>;
};

type View = { readonly status: PaymentStatus };

/** One payment that is followed, and all who follow it: a change is rendered once for all of them. */
type Followed = {
  /** Each with the address that it goes to. */
  readonly followers: Map<PassThrough, string>;
  /** Those that wait for their first view, too. */
  count: number;
  latest: { readonly text: string; readonly isFinal: boolean; readonly at: number } | undefined;
  /** Under way; another change meanwhile asks for one more. */
  rendering: Promise<void> | undefined;
  isChanged: boolean;
  stopListening(): void;
};

export function createCheckoutStreams(
  { feed, render }: { readonly feed: PaymentFeed; readonly render: (paymentId: string) => Promise<View> },
  log: Pick<Logger, "error">,
): CheckoutStreams {
  const payments = new Map<string, Followed>();
  const addresses = new Map<string, number>();
  const turns = new Semaphore(renderers);
  let total = 0;
  let beating: NodeJS.Timeout | undefined;

  const refresh = (id: string, payment: Followed): Promise<void> => {
    payment.isChanged = true;
    payment.rendering ??= (async () => {
      while (payment.isChanged) {
        payment.isChanged = false;
        const view = await turns.runExclusive(() => render(id));
        const text = `event: checkout\ndata: ${JSON.stringify(view)}\n\n`;
        payment.latest = { text, isFinal: isFinal(view.status), at: performance.now() };
        await write(payment.followers, text);
        if (payment.latest.isFinal) end(payment);
      }
    })().finally(() => {
      payment.rendering = undefined;
    });
    return payment.rendering;
  };

  const changed = (id: string, payment: Followed) =>
    refresh(id, payment).catch((error: unknown) => {
      log.error({ err: error }, "a payment could not be followed further");
      end(payment);
    });

  const beat = async () => {
    for (const { followers } of payments.values()) await write(followers, ": still here\n\n");
  };

  const open = (id: string): Followed => {
    const known = payments.get(id);
    if (known !== undefined) return known;
    const payment: Followed = {
      followers: new Map(),
      count: 0,
      latest: undefined,
      rendering: undefined,
      isChanged: false,
      stopListening: feed.listen(id, { changed: () => void changed(id, payment), stopped: () => end(payment) }),
    };
    payments.set(id, payment);
    beating ??= setInterval(beat, heartbeat).unref();
    return payment;
  };

  const take = (id: string, address: string) => {
    if (total >= most.all) throw new FeedFullError();
    const ofAddress = addresses.get(address) ?? 0;
    if (ofAddress >= most.perAddress) throw new TooManyStreamsError();
    const full = payments.get(id);
    if (full && full.count >= most.perPayment && !makeRoom(full, address)) throw new TooManyStreamsError();
    const payment = open(id);
    total += 1;
    payment.count += 1;
    addresses.set(address, ofAddress + 1);
    const leave = () => {
      total -= 1;
      payment.count -= 1;
      const left = (addresses.get(address) ?? 1) - 1;
      if (left > 0) addresses.set(address, left);
      else addresses.delete(address);
      if (payment.count > 0) return;
      payment.stopListening();
      payments.delete(id);
      if (payments.size > 0) return;
      clearInterval(beating);
      beating = undefined;
    };
    return { payment, leave };
  };

  return {
    async follow(id, address) {
      const { payment, leave } = take(id, address);
      try {
        if (payment.latest === undefined || performance.now() - payment.latest.at > freshness) {
          await (payment.rendering ?? refresh(id, payment));
        }
      } catch (error) {
        leave();
        throw error;
      }
      const stream = new PassThrough();
      stream.once("close", () => {
        payment.followers.delete(stream);
        leave();
      });
      payment.followers.set(stream, address);
      stream.write(`retry: 2000\n\n${payment.latest?.text ?? ""}`);
      if (payment.latest?.isFinal) stream.end();
      return stream;
    },
  };
}

/** Closes a stream of the address that has most of a payment's, where that is more than who asks would have. False where it is not. */
function makeRoom({ followers }: Followed, address: string): boolean {
  const byAddress = Map.groupBy(followers, ([, ofFollower]) => ofFollower);
  const own = byAddress.get(address)?.length ?? 0;
  const [longest = []] = [...byAddress.values()].toSorted((a, b) => b.length - a.length);
  const [oldest] = longest[0] ?? [];
  if (oldest === undefined || longest.length <= own + 1) return false;
  followers.delete(oldest);
  oldest.destroy();
  return true;
}

async function write(followers: Followed["followers"], text: string): Promise<void> {
  let written = 0;
  for (const stream of [...followers.keys()]) {
    if (stream.writableEnded) continue;
    if (stream.writableLength > mostUnread) stream.destroy();
    else stream.write(text);
    written += 1;
    if (written % writesAtOnce === 0) await nextTurn();
  }
}

function end({ followers }: Followed): void {
  for (const stream of followers.keys()) stream.end();
}
