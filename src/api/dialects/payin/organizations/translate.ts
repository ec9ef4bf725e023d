import { type Caller, type IssuedKey, roleOfKey } from "../../../../access/index.ts";
import { toSecond } from "../../../../schemas/index.ts";

type Role = ReturnType<typeof roleOfKey>;

export function organizationView({ id, name, createdAt }: Caller["organization"], role: Role) {
  return { organizationId: id, name, role, createdAt: toSecond(createdAt) };
}

export function keyView(row: IssuedKey["row"]) {
  const { id, organizationId, name, mode, hint, scopes, allowedAddresses, allowedOrigins } = row;
  const { lastUsedAt, expiresAt, createdAt } = row;
  return {
    keyId: id,
    organizationId,
    name,
    role: roleOfKey(scopes),
    mode,
    hint: `pk_${mode}_…${hint}`,
    scopes,
    allowedAddresses,
    allowedOrigins,
    lastUsedAt: lastUsedAt && toSecond(lastUsedAt),
    expiresAt: expiresAt && toSecond(expiresAt),
    createdAt: toSecond(createdAt),
  };
}
