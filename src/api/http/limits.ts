import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { checkoutAssetsPath } from "../pages/checkout-page.ts";
import { ApiError } from "./errors.ts";
import { presentedKey } from "./presented-key.ts";

/** Requests of one key, or of one address where there is no key. */
export type RequestLimits = { readonly perMinute: number; readonly perHour: number; readonly perDay: number };

/**
 * Counts requests per key, or per address where there is no key, in three windows, and answers 429 beyond any of them. Every response tells of
 * the window with the least left. Each process counts for itself.
 */
export async function limitRequests(server: FastifyInstance, limits: RequestLimits): Promise<void> {
  await server.register(rateLimit, {
    global: false,
    keyGenerator: (request: FastifyRequest) => presentedKey(request) ?? tokenInPath(request) ?? request.ip,
  });
  const windows = [
    server.createRateLimit({ max: limits.perMinute, timeWindow: "1 minute" }),
    server.createRateLimit({ max: limits.perHour, timeWindow: "1 hour" }),
    server.createRateLimit({ max: limits.perDay, timeWindow: "1 day" }),
  ];
  server.addHook("onRequest", async (request, reply) => {
    // Files of the checkout page are many at once, cost little and are asked for once.
    if (request.url.startsWith(checkoutAssetsPath)) return;
    const states = await Promise.all(windows.map((check) => check(request)));
    const counted = states.flatMap((state) => (state.isAllowed ? [] : [state]));
    const tightest = counted.reduce((least, state) => (isTighter(state, least) ? state : least));
    reply.header("x-ratelimit-limit", tightest.max);
    reply.header("x-ratelimit-remaining", tightest.remaining);
    reply.header("x-ratelimit-reset", tightest.ttlInSeconds);
    if (!tightest.isExceeded || probes.includes(request.routeOptions.url ?? "")) return;
    reply.header("retry-after", tightest.ttlInSeconds);
    const message = `Too many requests. Try again in ${tightest.ttlInSeconds} s.`;
    throw new ApiError("RATE_LIMITED", message, { retryAfter: tightest.ttlInSeconds });
  });
}

/** A load balancer asks them every few seconds, more than 10,000 times a day: refused, it would take a sound process for a dead one. */
const probes = ["/healthz", "/readyz"];

/** One wallet's servers ask its paymaster for many payers. */
function tokenInPath({ params }: FastifyRequest): string | undefined {
  return (params as { readonly token?: string } | undefined)?.token;
}

type Window = { readonly isExceeded: boolean; readonly remaining: number; readonly ttl: number };

/** Of two that are exceeded, the one to wait for longer. */
function isTighter(a: Window, b: Window): boolean {
  if (a.isExceeded !== b.isExceeded) return a.isExceeded;
  return a.isExceeded ? a.ttl > b.ttl : a.remaining < b.remaining;
}
