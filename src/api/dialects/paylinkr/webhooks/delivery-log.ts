import { z } from "zod";
import { instant } from "../../../../schemas/index.ts";
import {
  type Delivery,
  type DeliveryFilter,
  searchDeliveries,
  webhookDeliveryStatuses,
} from "../../../../webhooks/index.ts";
import type { ownerOf } from "../../../http/authentication.ts";
import type { MerchantContext } from "../../../http/routes.ts";
import { offsetOf, pageOf, type pageQuery, pageView } from "../pages.ts";

/** A webhook on its way, as this API answers it; what does not apply is left out. */
const deliveryBody = z
  .object({
    id: z.string(),
    eventId: z.string(),
    event: z.string(),
    status: z.enum(webhookDeliveryStatuses).describe("FAILED: it was given up."),
    attempts: z.int(),
    statusCode: z.int().optional().describe("What your server answered last."),
    error: z.string().optional(),
    nextAttemptAt: instant.optional(),
    deliveredAt: instant.optional(),
    createdAt: instant,
  })
  .meta({ id: "PayLinkrWebhookLog" });

export const deliveryListBody = pageOf(deliveryBody).meta({ id: "PayLinkrWebhookLogList" });

/** A page of what was sent, the newest first. */
export async function deliveriesPage(
  { database }: Pick<MerchantContext, "database">,
  owner: ReturnType<typeof ownerOf>,
  query: z.output<typeof pageQuery>,
  filter: DeliveryFilter,
) {
  const page = { offset: offsetOf(query), limit: query.limit };
  const { deliveries, total } = await searchDeliveries(database, owner, filter, page);
  return pageView(query, deliveries.map(deliveryLogView), total);
}

export function deliveryLogView(delivery: Delivery) {
  const { id, eventId, type, status, attempts, responseStatus, lastError, nextAttemptAt, deliveredAt } = delivery;
  return {
    id,
    eventId,
    event: type,
    status,
    attempts,
    ...(responseStatus !== null && { statusCode: responseStatus }),
    ...(lastError !== null && { error: lastError }),
    ...(status === "PENDING" && { nextAttemptAt: nextAttemptAt.toISOString() }),
    ...(deliveredAt !== null && { deliveredAt: deliveredAt.toISOString() }),
    createdAt: delivery.createdAt.toISOString(),
  };
}

export { deliveryBody };
