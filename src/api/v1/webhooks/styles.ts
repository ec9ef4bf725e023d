/** How bodies of webhooks can be written. */
export const webhookStyles = ["standard"] as const;
