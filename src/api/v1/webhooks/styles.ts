/** How bodies of webhooks can be written. */
export const webhookStyles = ["standard", "pymstr-links", "payin"] as const;
