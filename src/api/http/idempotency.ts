import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { v7 as uuidv7 } from "uuid";
import type { AccessContext } from "../../access/index.ts";
import type { IdempotentRun } from "../../runtime/index.ts";
import type { IdempotentRequest } from "../../store/index.ts";
import { callerIdOf, sharedOwnerOf } from "./authentication.ts";
import { ApiError } from "./errors.ts";
import { presentedKey } from "./presented-key.ts";
import { type CookieContext, sessionTokenOf } from "./session-cookie.ts";

/** An answer is kept for a day. */
const keptFor = 24 * 60 * 60_000;

/** A process that has not answered within this time has died: the request may be run again. Milliseconds. */
const lease = 60_000;

const mutating = new Set(["POST", "PUT", "PATCH", "DELETE"]);

type Claimed = { readonly callerId: string; readonly key: string; readonly run: IdempotentRun };

const claims = new WeakMap<FastifyRequest, Claimed>();

/**
 * `Idempotency-Key` on every mutating route of a scope: the same request again gets the stored answer, byte by byte. Add it after
 * `requireCaller`.
 */
export function acceptIdempotencyKeys(server: FastifyInstance, context: AccessContext & CookieContext): void {
  server.addHook("preHandler", async (request, reply) => {
    const key = request.headers["idempotency-key"];
    if (key === undefined || !mutating.has(request.method)) return;
    if (typeof key !== "string" || key.length === 0 || key.length > 255) {
      throw new ApiError("IDEMPOTENCY_KEY_INVALID", "Idempotency-Key must have 1 to 255 characters.");
    }
    const answered = await claim(context, request, key);
    if (answered === undefined) return;
    return reply
      .status(answered.statusCode ?? 500)
      .header("idempotent-replayed", "true")
      .type("application/json; charset=utf-8")
      .send(decrypt(secretOf(context, request, key), answered.response ?? ""));
  });

  server.addHook("onSend", async (request, reply, payload) => {
    const claimed = claims.get(request);
    if (claimed !== undefined) await remember(context, request, reply, claimed, payload);
    return payload;
  });
}

/** Undefined for a request without a key, of which nobody can know whether it was made before. */
export function runOf(request: FastifyRequest): IdempotentRun | undefined {
  return claims.get(request)?.run;
}

/** Forgets answers that are older than a day. */
export async function forgetOldRequests({ database, clock }: AccessContext): Promise<void> {
  await database
    .deleteFrom("idempotentRequests")
    .where("createdAt", "<", new Date(clock().getTime() - keptFor))
    .execute();
}

/** Takes the key for this request; answers what was stored if it has been answered before. */
async function claim(
  { database, clock }: AccessContext,
  request: FastifyRequest,
  key: string,
): Promise<IdempotentRequest | undefined> {
  const now = clock();
  const callerId = callerIdOf(request);
  const requestHash = createHash("sha256")
    .update(JSON.stringify([request.method, request.url, request.body ?? null, ...sharedOwnerOf(request)]))
    .digest("hex");
  const lockedUntil = new Date(now.getTime() + lease);
  const resourceId = uuidv7({ msecs: now.getTime() });
  const fresh = { requestHash, resourceId, lockedUntil, createdAt: now, statusCode: null, response: null };
  const inserted = await database
    .insertInto("idempotentRequests")
    .values({ callerId, key, ...fresh })
    .onConflict((conflict) =>
      conflict
        .columns(["callerId", "key"])
        .doUpdateSet(fresh)
        .where("idempotentRequests.createdAt", "<", new Date(now.getTime() - keptFor)),
    )
    .returning("resourceId")
    .executeTakeFirst();
  if (inserted) {
    claims.set(request, { callerId, key, run: { id: resourceId, isAgain: false } });
    return undefined;
  }

  const stored = await database
    .selectFrom("idempotentRequests")
    .selectAll()
    .where("callerId", "=", callerId)
    .where("key", "=", key)
    .executeTakeFirst();
  if (stored?.statusCode != null && stored.requestHash === requestHash) return stored;
  if (stored !== undefined && stored.requestHash !== requestHash) {
    throw new ApiError("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another request.");
  }
  const takenOver = await database
    .updateTable("idempotentRequests")
    .set({ lockedUntil })
    .where("callerId", "=", callerId)
    .where("key", "=", key)
    .where("statusCode", "is", null)
    .where("lockedUntil", "<=", now)
    .returning("resourceId")
    .executeTakeFirst();
  if (!takenOver) {
    throw new ApiError("IDEMPOTENCY_IN_PROGRESS", "A request with this Idempotency-Key is under way. Try again.");
  }
  claims.set(request, { callerId, key, run: { id: takenOver.resourceId, isAgain: true } });
  return undefined;
}

/**
 * Stores an answer before it is sent. A failure of ours is not an answer: the request may be run again at once, and finds what was done before it
 * failed. Nothing was done for a request that is not valid: its key is free for the right one.
 */
async function remember(
  context: AccessContext & CookieContext,
  request: FastifyRequest,
  { statusCode }: FastifyReply,
  { callerId, key }: Claimed,
  payload: unknown,
): Promise<void> {
  const { database, clock } = context;
  if (statusCode === 400) {
    await database.deleteFrom("idempotentRequests").where("callerId", "=", callerId).where("key", "=", key).execute();
    return;
  }
  const answer = () => encrypt(secretOf(context, request, key), typeof payload === "string" ? payload : "");
  await database
    .updateTable("idempotentRequests")
    .set(statusCode >= 500 ? { lockedUntil: clock() } : { statusCode, response: answer() })
    .where("callerId", "=", callerId)
    .where("key", "=", key)
    .execute();
}

/** An answer can show a secret once, and the database must not show it again: it is encrypted under the API key or the cookie, which are not stored. */
function secretOf(context: CookieContext, request: FastifyRequest, key: string): Buffer {
  const shown = presentedKey(request) ?? sessionTokenOf(request, context) ?? "";
  return Buffer.from(hkdfSync("sha256", shown, key, "railsplit idempotent response", 32));
}

function encrypt(secret: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", secret, nonce);
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

function decrypt(secret: Buffer, stored: string): string {
  const bytes = Buffer.from(stored, "base64");
  const decipher = createDecipheriv("aes-256-gcm", secret, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
}
