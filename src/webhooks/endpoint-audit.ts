import type { Change } from "../access/index.ts";
import type { WebhookEndpoint } from "../store/index.ts";

/** What the audit log is told of a change of an endpoint. */
export function endpointChange(
  action: Change["action"],
  { id, organizationId }: WebhookEndpoint,
  fields: Pick<Change, "before" | "after"> = {},
): Change {
  return { organizationId, action, target: { type: "webhook", id }, ...fields };
}

/** What the audit log says of an endpoint: its URL without the query, where some receivers expect a secret. */
export function shownFields({ url, events, style }: WebhookEndpoint) {
  const { origin, pathname } = new URL(url);
  return { url: origin + pathname, events, style };
}
