import { type EIP1193RequestFn, HttpRequestError, isHex, RpcRequestError, TimeoutError } from "viem";

/** How an endpoint is asked. */
export type JsonRpcOptions = {
  /** Of one HTTP request. Milliseconds. */
  readonly timeout: number;
  /** Calls of one HTTP request at most: those of one tick share it. */
  readonly maxBatch: number;
};

/** One endpoint of JSON-RPC. */
export type JsonRpc = {
  readonly request: EIP1193RequestFn;
  /**
   * The same with requests of its own: calls of one tick go in one HTTP request with no other, so that one node behind a load balancer answers them,
   * unless the endpoint refuses batches.
   */
  apart(): EIP1193RequestFn;
};

/** Larger answers are refused unread. Bytes. */
const maxAnswer = 32 * 1024 * 1024;

/** An endpoint's own text is cut here: it ends up in errors and logs. Characters. */
const maxText = 500;

/** Revert data is kept up to here. Characters of hexadecimal. */
const maxRevertData = 20_000;

type Call = { readonly method: string; readonly params: unknown };
type Failure = { readonly code: number; readonly message: string; readonly data?: unknown };
type Answer = { readonly id: number; readonly result?: unknown; readonly error?: Failure };
type Waiting = Call & { resolve(result: unknown): void; reject(error: unknown): void };

/**
 * JSON-RPC over HTTP to one endpoint, without retries. Answers of a batch are matched by their ids, so that a missing one is an error of its call and
 * shifts no other. Errors are viem's, without request bodies, and with the endpoint's origin instead of its URL, which may hold a key: a failing batch
 * costs its error once and not once for each call and wrapper.
 */
export function createJsonRpc(url: string, { timeout, maxBatch }: JsonRpcOptions): JsonRpc {
  const { origin } = new URL(url);
  let batchSize = maxBatch;

  const send = async (calls: readonly Waiting[]): Promise<void> => {
    const rejectAll = (error: unknown) => {
      for (const call of calls) call.reject(error);
    };
    let answered: unknown;
    try {
      answered = await post(url, origin, calls, timeout);
    } catch (error) {
      // A gateway may refuse the size of the batch.
      if (error instanceof HttpRequestError && (error.status === 400 || error.status === 413)) shrink(calls.length);
      return rejectAll(error);
    }
    const answers = new Map((Array.isArray(answered) ? answered : [answered]).filter(isAnswer).map((a) => [a.id, a]));
    if (answers.size < calls.length) shrink(calls.length);
    // One error instead of an array concerns the whole batch.
    const common = isFailure(answered) ? answered.error : undefined;
    for (const [id, call] of calls.entries()) {
      const { result, error = result === undefined ? common : undefined } = answers.get(id) ?? {};
      if (error) call.reject(rpcError(call.method, error, origin));
      else if (result !== undefined) call.resolve(result);
      else call.reject(new HttpRequestError({ url: origin, details: `There is no answer to ${call.method}.` }));
    }
  };
  const shrink = (length: number) => {
    if (length > 1) batchSize = Math.max(1, Math.floor(length / 2));
  };
  const apart = (): EIP1193RequestFn => {
    let waiting: Waiting[] = [];
    const flush = () => {
      const calls = waiting;
      waiting = [];
      if (calls.length > 0) void send(calls);
    };
    return (({ method, params }: Call) =>
      new Promise((resolve, reject) => {
        waiting.push({ method, params, resolve, reject });
        if (waiting.length >= batchSize) flush();
        else if (waiting.length === 1) setTimeout(flush, 0);
      })) as EIP1193RequestFn;
  };
  return { request: apart(), apart };
}

async function post(url: string, origin: string, calls: readonly Call[], timeout: number): Promise<unknown> {
  const requests = calls.map(({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params }));
  const body = JSON.stringify(requests.length === 1 ? requests[0] : requests);
  const { username, password, href } = new URL(url);
  const credentials =
    username === "" ? undefined : `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`;
  try {
    const response = await fetch(username === "" ? href : href.replace(/\/\/[^@/]*@/, "//"), {
      method: "POST",
      headers: { "content-type": "application/json", ...(credentials ? { authorization: credentials } : {}) },
      body,
      signal: AbortSignal.timeout(timeout),
    });
    const { status, headers } = response;
    const text = await readText(response);
    if (text === undefined)
      throw new HttpRequestError({ url: origin, status: 413, details: "The answer is too large." });
    if (!response.ok) throw new HttpRequestError({ url: origin, status, headers, details: text.slice(0, maxText) });
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof HttpRequestError) throw error;
    if (error instanceof DOMException && error.name === "TimeoutError")
      throw new TimeoutError({ body: {}, url: origin });
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new HttpRequestError({
      url: origin,
      details: String(cause instanceof Error ? cause.message : cause).slice(0, maxText),
    });
  }
}

/** Undefined where it is too large. */
async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let length = 0;
  let text = "";
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxAnswer) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "number";
}

function isFailure(value: unknown): value is { readonly error: Failure } {
  return (
    typeof value === "object" &&
    value !== null &&
    "error" in value &&
    typeof value.error === "object" &&
    value.error !== null
  );
}

function rpcError(method: string, { code, message, data }: Failure, origin: string): RpcRequestError {
  const isOversized = isHex(data) && data.length > maxRevertData;
  const error = {
    code: Number(code),
    message: `${message}`.slice(0, maxText),
    data: isOversized ? undefined : bounded(data),
  };
  return new RpcRequestError({ body: { method }, error, url: origin });
}

/** Revert data, or a small piece of JSON. */
function bounded(data: unknown): unknown {
  if (isHex(data) || data === undefined) return data;
  const text = JSON.stringify(data);
  return text.length > maxText ? text.slice(0, maxText) : data;
}
