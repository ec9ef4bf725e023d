import { ConfigurationError, ConnectionError, errorOf } from "./errors.ts";
import type { ErrorBody } from "./types.ts";

export type RailsplitOptions = {
  /** `pk_live_…` or `pk_test_…`. Not needed for the checkout. Keep it on your server. */
  readonly apiKey?: string;
  /** Where the server is: `https://pay.example`. */
  readonly baseUrl: string;
  /** Milliseconds until an answer has to begin. 30 seconds when left out. */
  readonly timeout?: number;
  /** How often a request that failed is tried again. 2 when left out. */
  readonly retries?: number;
  /** Another `fetch`, for tests and proxies. */
  readonly fetch?: typeof fetch;
};

export type RequestOptions = {
  /** For requests that change something. Made up when left out; give your own to be safe also against your program's restart. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

export type Request = RequestOptions & {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** In place of the API key: a checkout token. */
  readonly bearer?: string;
  /** False for what may not be done twice and takes no idempotency key. */
  readonly repeatable?: boolean;
  /** Milliseconds, for what takes longer than the client's usual. */
  readonly timeout?: number;
};

/** Sends requests, again where that is safe, and makes errors of what is not success. */
export type Transport = {
  json<Answer>(request: Request): Promise<Answer>;
  /** The answer as it comes, for streams. Not tried again once it has begun. */
  raw(request: Request): Promise<Response>;
};

/** Waits before the first and second retry, in milliseconds; the last one is used from then on. */
const delays = [250, 1_000];

const longestDelay = 30_000;

export function createTransport(options: RailsplitOptions): Transport {
  const { apiKey, timeout: usualTimeout = 30_000, retries = 2 } = options;
  const send = options.fetch ?? fetch;
  const baseUrl = readBaseUrl(options);

  const attempt = async (request: Request, idempotencyKey: string | undefined): Promise<Response> => {
    const { method, path, query = {}, body, timeout = usualTimeout } = request;
    const url = new URL(baseUrl + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, `${value}`);
    const bearer = request.bearer ?? apiKey;
    const headers = {
      accept: "application/json, text/event-stream, text/csv",
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    };
    // Only until the answer begins: a stream may last.
    const slow = new AbortController();
    const timer = setTimeout(() => slow.abort(new Error(`No answer within ${timeout} ms.`)), timeout);
    try {
      return await send(url, {
        method,
        headers,
        signal: request.signal ? AbortSignal.any([slow.signal, request.signal]) : slow.signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      if (request.signal?.aborted) throw request.signal.reason;
      throw new ConnectionError(`${method} ${url.origin}${path} was not answered.`, { cause });
    } finally {
      clearTimeout(timer);
    }
  };

  /** Reads what a request is answered; one that breaks off while it is read is tried again like one that never came. */
  const run = async <Answer>(request: Request, read: (response: Response) => Promise<Answer>): Promise<Answer> => {
    const { method, repeatable = true } = request;
    // One key for all attempts: the server carries the request out once.
    const idempotencyKey =
      method === "GET" || request.bearer !== undefined || !repeatable
        ? undefined
        : (request.idempotencyKey ?? crypto.randomUUID());
    for (let failures = 0; ; failures += 1) {
      const isLast = !repeatable || failures >= retries;
      try {
        const response = await attempt(request, idempotencyKey);
        if (response.ok) return await read(response);
        const body = await readError(response, request.signal);
        if (isLast || !isTransient(body)) throw errorOf(body);
        await wait(delayBefore(failures, response.headers.get("retry-after")), request.signal);
      } catch (error) {
        if (isLast || !(error instanceof ConnectionError)) throw error;
        await wait(delayBefore(failures, null), request.signal);
      }
    }
  };

  return {
    raw: (request) => run(request, async (response) => response),
    json: <Answer>(request: Request) => run(request, (response) => readJson<Answer>(response, request)),
  };
}

/** Programs without types leave it out, or give what an unset variable holds. */
function readBaseUrl({ baseUrl }: Partial<RailsplitOptions>): string {
  if (typeof baseUrl === "string" && /^https?:\/\//.test(baseUrl) && URL.canParse(baseUrl))
    return baseUrl.replace(/\/$/, "");
  throw new ConfigurationError(
    'baseUrl is missing or no web address: give where your Railsplit server is, such as { baseUrl: "https://pay.example" }.',
  );
}

async function readJson<Answer>(response: Response, request: Request): Promise<Answer> {
  const text = await readText(response, request.signal);
  try {
    return JSON.parse(text) as Answer;
  } catch (cause) {
    throw new ConnectionError(`The answer to ${request.method} ${request.path} is no whole JSON.`, { cause });
  }
}

/** Throws `ConnectionError` where the answer breaks off. */
async function readText(response: Response, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new ConnectionError("The connection broke in the middle of the answer.", { cause });
  }
}

/** What may be different in a moment. */
function isTransient({ statusCode, code }: ErrorBody): boolean {
  return statusCode === 429 || code === "IDEMPOTENCY_IN_PROGRESS" || [500, 502, 503, 504].includes(statusCode);
}

function delayBefore(failures: number, retryAfter: string | null): number {
  const asked = Number(retryAfter) * 1_000;
  if (retryAfter !== null && Number.isFinite(asked)) return Math.min(asked, longestDelay);
  const delay = delays[failures] ?? delays.at(-1) ?? 0;
  // So that clients which failed together do not come back together.
  return delay * (1 + Math.random());
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** A proxy in between may answer something other than the API does. */
async function readError(response: Response, signal: AbortSignal | undefined): Promise<ErrorBody> {
  const text = await readText(response, signal);
  try {
    const body = JSON.parse(text) as ErrorBody;
    if (typeof body.code === "string") return body;
  } catch {
    // Not the API's.
  }
  return {
    statusCode: response.status,
    message: `The server answered ${response.status}: ${text.slice(0, 200)}`,
    error: response.statusText,
    code: "UNKNOWN",
    requestId: response.headers.get("x-request-id") ?? "",
  };
}
