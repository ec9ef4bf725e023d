import type { ListedMember } from "../../../access/index.ts";

/** A member as others of the organization see it. */
export function memberView({ userId, email, name, role, disabledAt, activeKeys, createdAt }: ListedMember) {
  return {
    id: userId,
    email,
    name,
    role,
    disabledAt: disabledAt?.toISOString() ?? null,
    activeKeys,
    createdAt: createdAt.toISOString(),
  };
}
