import { createHash } from "node:crypto";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Database, ImportedPayment, Owner, PageRequest } from "../store/index.ts";

// The only writer of `imported_payments`.

export type NewImportedPayment = Omit<ImportedPayment, "id" | "organizationId" | "mode" | "importedAt">;

/** The id of what was imported, the same at every time: lists are by ids, so it says when the thing was created. */
export function importedId({ organizationId, mode }: Owner, externalId: string, createdAt: Date): string {
  const digest = createHash("sha256").update(`${organizationId} ${mode} ${externalId}`).digest();
  return uuidv7({ msecs: createdAt.getTime(), random: digest.subarray(0, 16), seq: digest.readInt32BE(16) });
}

/** Writes what is new, and brings up to date what was there. Answers how many were new. */
export async function writeImportedPayments(
  database: Database,
  owner: Owner,
  payments: readonly NewImportedPayment[],
  importedAt: Date,
): Promise<number> {
  // One statement cannot write a row twice: the last one counts.
  const byId = new Map(payments.map((payment) => [payment.externalId, payment]));
  const rows = [...byId.values()].map((payment) => ({
    id: importedId(owner, `${payment.provider} ${payment.externalId}`, payment.createdAt),
    organizationId: owner.organizationId,
    mode: owner.mode,
    ...payment,
    metadata: JSON.stringify(payment.metadata),
    importedAt,
  }));
  if (rows.length === 0) return 0;
  const written = await database
    .insertInto("importedPayments")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["organizationId", "mode", "provider", "externalId"]).doUpdateSet(({ ref }) => ({
        status: ref("excluded.status"),
        statusDetail: ref("excluded.statusDetail"),
        linkId: ref("excluded.linkId"),
        network: ref("excluded.network"),
        token: ref("excluded.token"),
        amountToken: ref("excluded.amountToken"),
        transactionHash: ref("excluded.transactionHash"),
        paidAt: ref("excluded.paidAt"),
      })),
    )
    // Zero where no other transaction has written the row before.
    .returning(sql<boolean>`xmax = 0`.as("isNew"))
    .execute();
  return written.filter(({ isNew }) => isNew).length;
}

/** What is left out filters nothing. */
export type ImportedPaymentFilter = {
  readonly status?: string | undefined;
  readonly reference?: string | undefined;
  readonly txHash?: string | undefined;
};

/** The newest first. */
export async function listImportedPayments(
  database: Database,
  owner: Owner,
  { cursor, limit }: PageRequest,
  { status, reference, txHash }: ImportedPaymentFilter = {},
): Promise<ImportedPayment[]> {
  return database
    .selectFrom("importedPayments")
    .selectAll()
    .where("organizationId", "=", owner.organizationId)
    .where("mode", "=", owner.mode)
    .$if(status !== undefined, (query) => query.where("status", "=", status ?? ""))
    .$if(reference !== undefined, (query) => query.where("reference", "=", reference ?? ""))
    .$if(txHash !== undefined, (query) => query.where("transactionHash", "=", txHash ?? ""))
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}
