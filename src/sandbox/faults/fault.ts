/** One JSON-RPC call. `request` numbers the HTTP requests: the calls of a batch have the same. */
export type RpcCall = { readonly method: string; readonly params: readonly unknown[]; readonly request?: number };

export type RpcFailure = { readonly code: number; readonly message: string; readonly data?: unknown };

// biome-ignore lint/suspicious/noExplicitAny: JSON of any node.
export type RpcAnswer = { readonly result: any } | { readonly error: RpcFailure };

/** Asks the next fault, and finally the real node. */
export type Ask = (call: RpcCall) => Promise<RpcAnswer>;

/**
 * One failure mode of a provider: answers a call itself, or changes the answer of `ask`. Failures outside JSON-RPC are thrown as `HttpFailure` or
 * `ConnectionReset`; `neverAnswer` stays silent.
 */
export type Fault = (call: RpcCall, ask: Ask) => Promise<RpcAnswer>;

/** The whole HTTP request is answered by this instead of JSON-RPC. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  constructor(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The connection is cut without an answer. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

/** The connection stays open and silent until its client gives up. */
export const neverAnswer = (): Promise<never> => new Promise(() => {});

/** Applies a fault to some methods only. */
export function onlyFor(methods: readonly string[], fault: Fault): Fault {
  return (call, ask) => (methods.includes(call.method) ? fault(call, ask) : ask(call));
}

/** Applies a fault to a share of the calls, by a source of numbers from 0 to 1. */
export function sometimes(share: number, random: () => number, fault: Fault): Fault {
  return (call, ask) => (random() < share ? fault(call, ask) : ask(call));
}
