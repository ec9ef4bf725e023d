import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionReset, type Fault, HttpFailure, neverAnswer, type RpcFailure } from "./fault.ts";

/** Cuts every connection: a proxy in front of a node that restarts. */
export const resets: Fault = async () => {
  throw new ConnectionReset();
};

/** Takes requests and never answers: a node that is out of memory, or whose database is locked. */
export const hangs: Fault = neverAnswer;

/** Answers late: a free endpoint at a busy hour. Milliseconds. */
export function slow(delay: number): Fault {
  return async (call, ask) => {
    await sleep(delay);
    return ask(call);
  };
}

/** The load balancer has no node behind it: Cloudflare's and nginx's manner, in HTML and not in JSON. */
export const badGateway: Fault = async () => {
  throw new HttpFailure(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", { "content-type": "text/html" });
};

/** Answers an error of JSON-RPC, as nodes do to methods that they have switched off, or cannot serve just now. */
export function fails(error: RpcFailure = { code: -32603, message: "Internal error" }): Fault {
  return async () => ({ error });
}
