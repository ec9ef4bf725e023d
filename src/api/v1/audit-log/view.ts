import type { AuditEntry } from "../../../store/index.ts";

/** A change as its organization sees it. */
export function auditEntryView({ id, action, target, actor, actorId, address, before, after, createdAt }: AuditEntry) {
  return {
    id,
    action,
    target,
    actor: { type: actor, id: actorId, address },
    before,
    after,
    createdAt: createdAt.toISOString(),
  };
}
