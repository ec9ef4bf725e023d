import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

// biome-ignore lint/suspicious/noExplicitAny: what an outside program sees of the API is JSON.
export type Json = any;

/** A merchant's server, and a payer's browser: they know several addresses of the API, and ask again until one answers. */
export type Shop = {
  /**
   * Asks until there is an answer that is not a passing failure (no connection, 5xx, or a request of the same key under way), under one
   * Idempotency-Key. Throws `RefusedError` for any other answer than success.
   */
  call(method: string, path: string, body?: Json, options?: { patience?: number }): Promise<Json>;
};

/** The API answered with an error that trying again does not change. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly status: number;
  constructor(request: string, status: number, body: string) {
    super(`${request} answered ${status}: ${body}`);
    this.status = status;
  }
}

/**
 * A request that was under way when its process was killed can be run again a minute later, and may be under way again at the next kill.
 * Milliseconds.
 */
const usualPatience = 600_000;

/** An answer that may come within half a minute is waited for; a lost one is asked for again. Milliseconds. */
const answerTimeout = 30_000;

export function createShop(urls: readonly string[], apiKey: string): Shop {
  let turn = 0;
  return {
    async call(method, path, body, { patience = usualPatience } = {}) {
      const headers: Record<string, string> = { authorization: `Bearer ${apiKey}` };
      if (method !== "GET") headers["idempotency-key"] = randomUUID();
      if (body !== undefined) headers["content-type"] = "application/json";
      const end = Date.now() + patience;
      for (;;) {
        turn += 1;
        const url = new URL(path, urls[turn % urls.length]);
        const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
        const answer = await attempt(url, init).catch((error: unknown) => ({ status: 0, text: String(error) }));
        if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.text);
        const isPassing =
          answer.status === 0 || answer.status >= 500 || answer.text.includes("IDEMPOTENCY_IN_PROGRESS");
        if (!isPassing || Date.now() > end) throw new RefusedError(`${method} ${path}`, answer.status, answer.text);
        await sleep(200);
      }
    },
  };
}

async function attempt(url: URL, init: RequestInit): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(answerTimeout) });
  return { status: response.status, text: await response.text() };
}
