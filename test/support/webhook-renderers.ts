import { webhookRenderers } from "../../src/api/webhook-renderers.ts";

/** Renders webhooks as the server does. */
export const renderers = webhookRenderers({ checkoutUrl: "https://pay.example/pay", publicUrl: "https://pay.example" });
