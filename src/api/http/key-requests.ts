import type { FastifyRequest } from "fastify";
import { validate as isUuid } from "uuid";
import {
  type AccessContext,
  type Authenticator,
  issueApiKey,
  KeyNotFoundError,
  keyMakerOf,
  type NewKey,
  revokeApiKey,
} from "../../access/index.ts";
import { actorOf, callerOf, ownerOf } from "./authentication.ts";
import { runOf } from "./idempotency.ts";

/** What a request may ask of a key: by whom and for whom it is made follows from the request. */
type Wanted = Pick<NewKey, "name" | "scopes" | "allowedAddresses" | "allowedOrigins" | "life">;

/** Issues a key to whoever sends a request, within the limits of the key or the role that it came with. */
export function issueRequestedKey(context: AccessContext, request: FastifyRequest, wanted: Wanted) {
  const run = runOf(request);
  const maker = { parent: keyMakerOf(callerOf(request)), actor: actorOf(request), ...(run && { id: run.id }) };
  return issueApiKey(context, ownerOf(request), { ...wanted, ...maker });
}

/** Revokes a key, with those that were made by it, at once in this process. Throws `KeyNotFoundError`. */
export async function revokeRequestedKey(
  context: AccessContext & { readonly authenticator: Authenticator },
  request: FastifyRequest,
  id: string,
) {
  if (!isUuid(id)) throw new KeyNotFoundError(id);
  const [caller, owner, actor] = [callerOf(request), ownerOf(request), actorOf(request)];
  const revoked = await revokeApiKey(context, owner, id, caller, runOf(request), actor);
  for (const { hash } of revoked) context.authenticator.forget(hash);
  return revoked[0];
}
