import type {
  Database,
  DatabaseTransaction,
  Mandate,
  MandateCharge,
  MandateStatus,
  Owner,
  PageRequest,
} from "../store/index.ts";
import { MandateNotFoundError } from "./errors.ts";
import { isMandateToken, uuidOfMandate } from "./mandate-id.ts";

type Reader = Database | DatabaseTransaction;

export type MandateFilter = {
  readonly status?: MandateStatus | undefined;
  readonly sourceType?: string | undefined;
  readonly sourceId?: string | undefined;
};

/** By the id that every API shows. Throws `MandateNotFoundError`. */
export async function loadMandate(database: Reader, owner: Owner, id: string): Promise<Mandate> {
  const uuid = uuidOfMandate(id);
  const found = uuid === undefined ? undefined : await findMandate(database, uuid, owner);
  if (!found) throw new MandateNotFoundError(id);
  return found;
}

/** By its payer's page. Throws `MandateNotFoundError`. */
export async function openMandate(database: Reader, token: string): Promise<Mandate> {
  const found = isMandateToken(token)
    ? await database.selectFrom("mandates").selectAll().where("publicId", "=", token).executeTakeFirst()
    : undefined;
  if (!found) throw new MandateNotFoundError(token.slice(0, 100));
  return found;
}

export function findMandate(database: Reader, uuid: string, owner: Owner): Promise<Mandate | undefined> {
  return owned(database, owner).where("id", "=", uuid).executeTakeFirst();
}

/** The owner's mandates, the newest first. */
export function listMandates(
  database: Reader,
  owner: Owner,
  { status, sourceType, sourceId }: MandateFilter,
  { cursor, limit }: PageRequest,
): Promise<Mandate[]> {
  return owned(database, owner)
    .$if(status !== undefined, (query) => query.where("status", "=", status ?? "ACTIVE"))
    .$if(sourceType !== undefined, (query) => query.where("sourceType", "=", sourceType ?? ""))
    .$if(sourceId !== undefined, (query) => query.where("sourceId", "=", sourceId ?? ""))
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Its row for the rest of the transaction, so that what happens to one mandate happens one after the other. */
export function lockMandate(transaction: DatabaseTransaction, uuid: string): Promise<Mandate> {
  return transaction.selectFrom("mandates").selectAll().where("id", "=", uuid).forUpdate().executeTakeFirstOrThrow();
}

/** A mandate's charges, the newest first. */
export function listCharges(
  database: Reader,
  mandateUuid: string,
  { cursor, limit }: PageRequest,
): Promise<MandateCharge[]> {
  return database
    .selectFrom("mandateCharges")
    .selectAll()
    .where("mandateId", "=", mandateUuid)
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

function owned(database: Reader, { organizationId, mode }: Owner) {
  return database
    .selectFrom("mandates")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode);
}
