import type { ApiKey } from "../../../store/index.ts";

/** A key as it is listed: it cannot be read again, its beginning and end tell it from others. */
export function keyView({
  id,
  name,
  mode,
  hint,
  scopes,
  allowedAddresses,
  allowedOrigins,
  lastUsedAt,
  expiresAt,
  createdAt,
}: ApiKey) {
  return {
    id,
    name,
    mode,
    hint: `pk_${mode}_…${hint}`,
    scopes,
    allowedAddresses,
    allowedOrigins,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
