/** One JSON-RPC call. */
export type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

export type RpcFailure = { readonly code: number; readonly message: string; readonly data?: unknown };

// biome-ignore lint/suspicious/noExplicitAny: JSON of any node.
export type RpcAnswer = { readonly result: any } | { readonly error: RpcFailure };

/** Asks what stands behind: the next fault, in the end the real node. */
export type Ask = (call: RpcCall) => Promise<RpcAnswer>;

/**
 * One manner in which a provider fails: makes its own answer of a call, or of what stands behind answers. Where no answer of JSON-RPC would say it,
 * it throws `HttpFailure` or `ConnectionReset`, or stays silent for ever by `neverAnswer`.
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

/** Applies a fault to one call in so many, by a source of numbers from 0 to 1. */
export function sometimes(share: number, random: () => number, fault: Fault): Fault {
  return (call, ask) => (random() < share ? fault(call, ask) : ask(call));
}
