import type { Invitation } from "../../../store/index.ts";

/** An invitation as members see it: its link cannot be read again. */
export function invitationView({ id, email, role, isMailed, invitedBy, expiresAt, createdAt }: Invitation) {
  return {
    id,
    email,
    role,
    delivery: isMailed ? ("mail" as const) : ("link" as const),
    invitedBy,
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
