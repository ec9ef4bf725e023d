import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";
import { ApiError } from "./errors.ts";

/** Throws a 403 where a key came in the clear from another machine: whoever was on the way has it now. */
export function requireEncryption(request: FastifyRequest): void {
  // Of a trusted proxy's X-Forwarded-Proto, or of the connection.
  if (request.protocol === "https" || isLoopback(request.ip)) return;
  throw new ApiError(
    "HTTPS_REQUIRED",
    "A key is taken over HTTPS alone. Replace this one: it was sent in the clear. Behind a proxy, have it send X-Forwarded-Proto, and name it in TRUSTED_PROXIES.",
  );
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}
