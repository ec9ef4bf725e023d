import { type DeliveryContext, deliver } from "../../src/webhooks/deliver.ts";
import { fanOut } from "../../src/webhooks/enqueue-deliveries.ts";
import { leaseDue } from "../../src/webhooks/lease-due.ts";

/** A worker's one poll: enqueues the deliveries of new events, makes those that are due, and waits for them. Answers how many. */
export async function deliverDue(context: DeliveryContext): Promise<number> {
  await fanOut(context);
  const leased = await leaseDue(context, new Map());
  await Promise.all(leased.map((each) => deliver(context, each)));
  return leased.length;
}
