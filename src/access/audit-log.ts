import { v7 as uuidv7 } from "uuid";
import type { ActorKind, AuditEntry, Database, DatabaseTransaction, PageRequest } from "../store/index.ts";

/** Who changes something, and from where. */
export type Actor = { readonly kind: "key" | "user"; readonly id: string; readonly address: string } | typeof operator;

/** Whoever runs the command line. */
export const operator = { kind: "operator" satisfies ActorKind, id: null, address: null } as const;

/** A change of access, keys or settings: what it was called, of what, and the fields that are other than before. No secrets. */
export type Change = {
  readonly organizationId: string;
  readonly action: `${string}.${string}`;
  readonly target: { readonly type: string; readonly id: string };
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
};

/** Writes a change down in its own transaction: there is no change without its entry, and no entry without its change. */
export async function recordChange(
  transaction: DatabaseTransaction,
  { organizationId, action, target, before = {}, after = {} }: Change,
  actor: Actor,
  createdAt: Date,
): Promise<void> {
  await transaction
    .insertInto("auditLog")
    .values({
      id: uuidv7({ msecs: createdAt.getTime() }),
      organizationId,
      action,
      target: `${target.type}/${target.id}`,
      actor: actor.kind,
      actorId: actor.id,
      address: actor.address,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      createdAt,
    })
    .execute();
}

/** An organization's changes in both modes, the newest first. */
export async function listAuditLog(
  database: Database,
  organizationId: string,
  { cursor, limit }: PageRequest,
): Promise<AuditEntry[]> {
  return database
    .selectFrom("auditLog")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .$if(cursor !== undefined, (query) =>
      query.where("sequence", "<", ({ selectFrom }) =>
        selectFrom("auditLog")
          .select("sequence")
          .where("id", "=", cursor ?? "")
          .where("organizationId", "=", organizationId),
      ),
    )
    .orderBy("sequence", "desc")
    .limit(limit)
    .execute();
}
