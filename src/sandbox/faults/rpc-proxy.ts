import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Ask, type Fault, HttpFailure, type RpcAnswer, type RpcCall } from "./fault.ts";

/** A proxy in front of a node or a bundler that injects faults. */
export type RpcProxy = {
  readonly url: string;
  /** Sets the faults from the next request on, the first one nearest to the client. None: the unchanged node. */
  use(...faults: readonly Fault[]): Promise<void>;
  /** Stops listening and cuts open connections. Ended by `use`. */
  refuseConnections(): Promise<void>;
  /** Calls since the faults were last changed, of a method or all. Shows that a fault was met at all. */
  calls(method?: string): number;
  stop(): Promise<void>;
};

type RpcRequest = RpcCall & { readonly id: unknown };

/** Starts a proxy for the JSON-RPC endpoint at `target`, on a free port or the given one. */
export async function startRpcProxy(target: string, port = 0): Promise<RpcProxy> {
  let faults: readonly Fault[] = [];
  let asked = new Map<string, number>();
  let requests = 0;

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return;
      if (error instanceof HttpFailure) response.writeHead(error.status, error.headers).end(error.body);
      // Also where the node itself does not answer: its client sees what it would see without the proxy.
      else response.socket?.resetAndDestroy();
    });
  });

  const forward = async (body: string): Promise<string> => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    return (await fetch(target, init)).text();
  };
  const askNode: Ask = async ({ method, params }) =>
    JSON.parse(await forward(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))) as RpcAnswer;

  const answerCall = async ({ id, method, params }: RpcRequest, through: readonly Fault[], number: number) => {
    const ask = through.reduceRight<Ask>((next, fault) => (call) => fault(call, next), askNode);
    const answered = await ask({ method, params: params ?? [], request: number });
    return "error" in answered
      ? { jsonrpc: "2.0", id, error: answered.error }
      : { jsonrpc: "2.0", id, result: answered.result };
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const calls = JSON.parse(body) as RpcRequest | RpcRequest[];
    for (const { method } of [calls].flat()) asked.set(method, (asked.get(method) ?? 0) + 1);
    const through = faults;
    const number = requests++;
    const answered =
      through.length === 0
        ? await forward(body)
        : JSON.stringify(
            Array.isArray(calls)
              ? await Promise.all(calls.map((call) => answerCall(call, through, number)))
              : await answerCall(calls, through, number),
          );
    response.writeHead(200, { "content-type": "application/json" }).end(answered);
  }

  const listen = (on: number) =>
    new Promise<number>((resolve, reject) => {
      server.once("error", reject);
      server.listen(on, "127.0.0.1", () => {
        server.off("error", reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  const close = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  const listening = await listen(port);
  return {
    url: `http://127.0.0.1:${listening}`,
    async use(...chosen) {
      faults = chosen;
      asked = new Map();
      if (!server.listening) await listen(listening);
    },
    async refuseConnections() {
      asked = new Map();
      await close();
    },
    calls: (method) =>
      method === undefined ? [...asked.values()].reduce((sum, count) => sum + count, 0) : (asked.get(method) ?? 0),
    stop: close,
  };
}
