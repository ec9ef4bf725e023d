import type { DomainEvent } from "../events/index.ts";
import type { WebhookRenderers } from "../webhooks/index.ts";
import { payin } from "./dialects/payin/index.ts";
import { payLinkrWebhookStyle, paylinkr } from "./dialects/paylinkr/index.ts";
import { pymstrLinks } from "./dialects/pymstr-links/index.ts";
import { type StandardBodyContext, standardBody } from "./v1/webhooks/standard-body.ts";

/** How webhooks are written: by the style of their endpoint. A dialect adds its own here. */
export function webhookRenderers(context: StandardBodyContext): WebhookRenderers {
  const standard = {
    nameOf: ({ type }: { readonly type: string }) => type,
    render: (event: DomainEvent) => standardBody(context, event),
  };
  return {
    standard,
    [pymstrLinks.name]: pymstrLinks.webhookStyle,
    [payin.name]: payin.webhookStyle,
    [paylinkr.name]: payLinkrWebhookStyle(context),
  };
}
