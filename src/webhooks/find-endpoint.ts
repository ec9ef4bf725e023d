import type { Database, DatabaseTransaction, Owner, WebhookEndpoint } from "../store/index.ts";
import { WebhookEndpointNotFoundError } from "./errors.ts";

/** One of an owner's endpoints; the default one where no id is given. */
export type EndpointRef = Owner & { readonly endpointId?: string | undefined };

/** Throws `WebhookEndpointNotFoundError`. */
export async function findWebhookEndpoint(
  database: Database | DatabaseTransaction,
  { endpointId, ...owner }: EndpointRef,
): Promise<WebhookEndpoint> {
  const endpoint = await endpointsOf(database, owner)
    .$if(endpointId === undefined, (query) => query.where("isDefault", "=", true))
    .$if(endpointId !== undefined, (query) => query.where("id", "=", endpointId ?? ""))
    .executeTakeFirst();
  if (!endpoint) throw new WebhookEndpointNotFoundError(endpointId);
  return endpoint;
}

/** All of an owner's. */
export function endpointsOf(database: Database | DatabaseTransaction, { organizationId, mode }: Owner) {
  return database
    .selectFrom("webhookEndpoints")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode);
}

/** The oldest first. */
export async function listWebhookEndpoints(database: Database, owner: Owner): Promise<WebhookEndpoint[]> {
  return endpointsOf(database, owner).orderBy("createdAt").orderBy("id").execute();
}

/** The endpoint as it is, which nobody changes meanwhile. */
export async function lockEndpoint(transaction: DatabaseTransaction, id: string): Promise<WebhookEndpoint> {
  const endpoint = transaction.selectFrom("webhookEndpoints").selectAll().where("id", "=", id);
  return endpoint.forUpdate().executeTakeFirstOrThrow();
}
