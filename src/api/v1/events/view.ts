import type { z } from "zod";
import type { DomainEvent } from "../../../events/index.ts";
import { type StandardBodyContext, standardBody } from "../webhooks/standard-body.ts";
import type { eventBody } from "./schemas.ts";

/** An event as its webhook in the `standard` style tells of it, with its id. */
export function eventView(context: StandardBodyContext, event: DomainEvent): z.output<typeof eventBody> {
  return { id: event.id, ...JSON.parse(standardBody(context, event)) };
}
