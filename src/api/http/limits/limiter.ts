import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../../../runtime/index.ts";
import type { StoredLimits } from "../../../store/index.ts";
import { ApiError } from "../errors.ts";
import type { RequestCounts } from "./request-counts.ts";
import { groupOf } from "./route-group.ts";
import { addressSubject, pageSubject, type Subject } from "./subject.ts";

/** How much one subject may ask for. */
export type RequestLimits = StoredLimits;

/** An office or a mobile network behind one address opens many pages, of some ten files each. */
const generous: RequestLimits = { perMinute: 3_000, perHour: 60_000, perDay: 600_000 };

/** Payments that visits to links make: a person pays one and tries a few; a shop's busiest hour stays below. */
const visits = {
  visitor: { perMinute: 10, perHour: 30, perDay: 200 },
  visited: { perMinute: 600, perHour: 10_000, perDay: 100_000 },
} satisfies Record<string, RequestLimits>;

export type LimitsContext = {
  readonly clock: Clock;
  /** Of one key, of one person, and of the tokens of one payment at one address. */
  readonly limits: RequestLimits;
  /** Of one address, whatever key or token it shows; the same where left out. */
  readonly addressLimits?: RequestLimits | undefined;
  /** Of pages and their files, for one address; generous where left out. */
  readonly pageLimits?: RequestLimits | undefined;
};

/** Counts what a request costs beside the one that its address was charged. Throws `RATE_LIMITED` beyond any limit. */
export type Limiter = {
  count(request: FastifyRequest, reply: FastifyReply, subject: Subject, cost?: number): void;
};

type Window = {
  readonly span: number;
  readonly max: number;
  readonly remaining: number;
  readonly endsAt: number;
};

/**
 * Counts every request by its address, before anything else is read, so that no made-up key escapes; routes then count by key or payment, once
 * that is checked. Every response says what is left of the window with the least left.
 */
export function limitRequests(server: FastifyInstance, context: LimitsContext, counts: RequestCounts): Limiter {
  const { clock, limits, addressLimits = limits, pageLimits = generous } = context;
  const limitsOf = {
    address: addressLimits,
    page: pageLimits,
    key: limits,
    person: limits,
    payment: limits,
    ...visits,
  };
  const tightest = new WeakMap<FastifyRequest, Window>();

  const limiter: Limiter = {
    count(request, reply, subject, cost = 1) {
      const { perMinute, perHour, perDay, groups = {} }: RequestLimits = subject.limits ?? limitsOf[subject.kind];
      const group = groupOf(request);
      const ofGroup = { ...subject, id: `${subject.id} ${group}` };
      const windows: [Subject, span: number, max: number | undefined][] = [
        [subject, 60, perMinute],
        [subject, 3_600, perHour],
        [subject, 86_400, perDay],
        [ofGroup, 60, groups[group]],
      ];
      for (const [counted, span, max] of windows) {
        if (max === undefined) continue;
        const { total, endsAt } = counts.add(counted, span, cost);
        const window = { span, max, remaining: max - total, endsAt };
        const known = tightest.get(request);
        if (known === undefined || isTighter(window, known)) tightest.set(request, window);
      }
      const window = tightest.get(request);
      if (window !== undefined) tell(reply, window, clock());
    },
  };

  server.addHook("onRequest", async (request, reply) => {
    const isProbe = probes.includes(request.routeOptions.url ?? "");
    const { isPage = false } = request.routeOptions.config;
    try {
      limiter.count(request, reply, isPage ? pageSubject(request.ip) : addressSubject(request.ip));
    } catch (error) {
      if (!isProbe) throw error;
      reply.removeHeader("retry-after");
    }
  });
  return limiter;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** A page or a file of one: many at once, and cheap. It has a limit of its own. */
    isPage?: boolean;
  }
}

/** A load balancer asks them every few seconds, more than 10,000 times a day: refused, it would take a sound process for a dead one. */
const probes = ["/healthz", "/readyz"];

/** In the headers that most clients know, and in those of the IETF's draft. */
function tell(reply: FastifyReply, { span, max, remaining, endsAt }: Window, now: Date): void {
  const left = Math.max(0, Math.ceil((endsAt - now.getTime()) / 1_000));
  reply.header("ratelimit-policy", `"default";q=${max};w=${span}`);
  reply.header("ratelimit", `"default";r=${Math.max(0, remaining)};t=${left}`);
  reply.header("x-ratelimit-limit", max);
  reply.header("x-ratelimit-remaining", Math.max(0, remaining));
  reply.header("x-ratelimit-reset", Math.ceil(endsAt / 1_000));
  if (remaining >= 0) return;
  const seconds = Math.max(1, left);
  reply.header("retry-after", seconds);
  throw new ApiError("RATE_LIMITED", `Too many requests. Try again in ${seconds} s.`, { retryAfter: seconds });
}

/** Of two that are exceeded, the one to wait for longer. */
function isTighter(a: Window, b: Window): boolean {
  if (a.remaining < 0 !== b.remaining < 0) return a.remaining < 0;
  return a.remaining < 0 ? a.endsAt > b.endsAt : a.remaining < b.remaining;
}
