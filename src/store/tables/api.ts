import type { Selectable } from "kysely";
import type { Mode } from "./owner.ts";

/** A request that carried an `Idempotency-Key`, and what was answered. */
export type IdempotentRequestTable = {
  /** The key or the session that it came with. */
  callerId: string;
  key: string;
  /** Of method, path and body. */
  requestHash: string;
  /** The id of what the request creates: a request that is run again after a crash finds it. */
  resourceId: string;
  /** Null while the request is in flight. */
  statusCode: number | null;
  /** Encrypted under the key or the cookie, since it may show a secret. */
  response: string | null;
  /** A process that has not answered by then is taken for dead. */
  lockedUntil: Date;
  createdAt: Date;
};

/** How much one subject asked for in one window of time, by all processes together. */
export type RequestCountTable = {
  /** A hash: addresses are not kept. */
  subject: string;
  endsAt: Date;
  /** Seconds. */
  span: number;
  count: bigint;
};

/** A request of an organization's key, once it was answered: no body, no query. */
export type RequestLogTable = {
  id: string;
  /** The `X-Request-Id` of its answer. */
  requestId: string;
  organizationId: string;
  mode: Mode;
  method: string;
  path: string;
  statusCode: number;
  durationMs: number;
  /** Null: of a person. */
  keyId: string | null;
  idempotencyKey: string | null;
  /** The network address that it came from. */
  address: string;
  createdAt: Date;
};

export type LoggedRequest = Selectable<RequestLogTable>;

export type IdempotentRequest = Selectable<IdempotentRequestTable>;
