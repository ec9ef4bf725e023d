import type { WebhookRenderers } from "../webhooks/index.ts";
import type { ViewContext } from "./v1/payments/view.ts";
import { standardBody } from "./v1/webhooks/standard-body.ts";

/** How webhooks are written: by the style of their endpoint. A dialect adds its own here. */
export function webhookRenderers(context: ViewContext): WebhookRenderers {
  return { standard: { tells: () => true, render: (event) => standardBody(context, event) } };
}
