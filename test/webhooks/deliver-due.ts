import { claimDue } from "../../src/webhooks/claim-due.ts";
import { type DeliveryContext, deliver } from "../../src/webhooks/deliver.ts";

/** Makes the deliveries that are due and waits for them: a worker's one look. Answers how many. */
export async function deliverDue(context: DeliveryContext): Promise<number> {
  const claimed = await claimDue(context, new Map());
  await Promise.all(claimed.map((each) => deliver(context, each)));
  return claimed.length;
}
