import type { Session } from "../../../store/index.ts";

/** A session as its person sees it. */
export function sessionView(session: Session, current: Session) {
  const { id, organizationId, mode, method, isStrong, address, userAgent, createdAt, lastSeenAt, expiresAt } = session;
  return {
    id,
    isCurrent: id === current.id,
    organizationId,
    mode,
    method,
    isStrong,
    address,
    userAgent,
    signedInAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
