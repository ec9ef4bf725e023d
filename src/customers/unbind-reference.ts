import { type Actor, recordChange } from "../access/index.ts";
import type { Owner } from "../store/index.ts";
import type { CustomersContext } from "./context.ts";
import { depositReferenceId } from "./ids.ts";
import { type LoadedReference, loadReference } from "./load-reference.ts";

/**
 * Unbinds a reference for good: its addresses are given out no more, and bound again it gets others. What comes to the old ones is credited and swept all the same. Unbound already, nothing
 * changes. Throws `DepositReferenceNotFoundError`.
 */
export async function unbindReference(
  { database, clock }: Pick<CustomersContext, "database" | "clock">,
  owner: Owner,
  id: string,
  actor: Actor,
): Promise<LoadedReference> {
  return database.transaction().execute(async (transaction) => {
    const loaded = await loadReference(transaction, owner, id);
    const now = clock();
    const unbound = await transaction
      .updateTable("depositReferences")
      .set({ unboundAt: now })
      .where("id", "=", loaded.reference.id)
      .where("unboundAt", "is", null)
      .returningAll()
      .executeTakeFirst();
    if (!unbound) return loaded;
    const target = { type: "deposit-reference", id: depositReferenceId(unbound.id) };
    const before = { reference: unbound.reference };
    const { organizationId } = owner;
    await recordChange(
      transaction,
      { organizationId, action: "deposit_reference.unbound", target, before },
      actor,
      now,
    );
    return { ...loaded, reference: unbound };
  });
}
