import type { Checkout } from "../../clients/typescript/types.ts";

/** What a page that shows the checkout in a frame gets, by `postMessage`. */
export type EmbeddingMessage =
  | { readonly type: "railsplit:ready" }
  /** The height that the content needs, in CSS pixels. */
  | { readonly type: "railsplit:resize"; readonly height: number }
  | { readonly type: "railsplit:status"; readonly paymentId: string; readonly status: Checkout["status"] }
  /** The payer is done here, or does not want to pay. */
  | { readonly type: "railsplit:close" };

export type Embedding = {
  /** Reports that the page is there, and its height now and whenever that changes. */
  start(content: Element): void;
  /** Reports a state once. */
  reportStatus(checkout: Pick<Checkout, "id" | "status">): void;
  close(): void;
};

/** Messages go to the page around this one, and only where its origin is one of those that the merchant has named, or our own. */
export function createEmbedding(frame: Window, frameOrigins: readonly string[]): Embedding {
  const origin = originAround(frame);
  const allowed = origin !== null && (origin === frame.location.origin || frameOrigins.includes(origin));
  let reported: string | null = null;
  const post = (message: EmbeddingMessage) => {
    if (allowed && frame.parent !== frame) frame.parent.postMessage(message, origin);
  };
  return {
    start(content) {
      post({ type: "railsplit:ready" });
      let height = 0;
      new ResizeObserver(() => {
        const now = Math.ceil(content.getBoundingClientRect().height);
        if (now === height) return;
        height = now;
        post({ type: "railsplit:resize", height });
      }).observe(content);
    },
    reportStatus({ id, status }) {
      if (reported === status) return;
      reported = status;
      post({ type: "railsplit:status", paymentId: id, status });
    },
    close: () => post({ type: "railsplit:close" }),
  };
}

/** The origin of the page around this one, as the browser says it; null where it does not. */
function originAround({ location, document }: Window): string | null {
  // Not in Firefox: there the referrer says it, unless the page around hides it.
  const origin = location.ancestorOrigins?.[0];
  if (origin !== undefined) return origin;
  return URL.canParse(document.referrer) ? new URL(document.referrer).origin : null;
}
