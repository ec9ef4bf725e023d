import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionReset, type Fault, HttpFailure, neverAnswer, type RpcFailure } from "./fault.ts";

/** Cuts every connection: a proxy in front of a node that restarts. */
export const resets: Fault = async () => {
  throw new ConnectionReset();
};

/** Accepts requests and never answers: a node out of memory, or with a locked database. */
export const hangs: Fault = neverAnswer;

/** Answers late: a free endpoint at a busy hour. Milliseconds. */
export function slow(delay: number): Fault {
  return async (call, ask) => {
    await sleep(delay);
    return ask(call);
  };
}

/** A load balancer without a node: HTML instead of JSON, as from Cloudflare and nginx. */
export const badGateway: Fault = async () => {
  throw new HttpFailure(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", { "content-type": "text/html" });
};

/** Answers a JSON-RPC error, as nodes do to disabled methods, or while they cannot serve one. */
export function fails(error: RpcFailure = { code: -32603, message: "Internal error" }): Fault {
  return async () => ({ error });
}
