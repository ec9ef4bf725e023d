export type { RenderWebhook, WebhookRenderers } from "./bodies.ts";
export { checkStoredSecrets, StoredSecretsError } from "./check-secrets.ts";
export {
  type Delivery,
  DeliveryNotFoundError,
  listDeliveries,
  redeliver,
  replay,
  sendTestEvent,
} from "./deliveries.ts";
export {
  createWebhookEndpoint,
  findWebhookEndpoint,
  rotateWebhookSecret,
  updateWebhookEndpoint,
  WebhookEndpointExistsError,
  WebhookEndpointNotFoundError,
} from "./endpoints.ts";
export { createNameResolver, type ResolveName } from "./resolve-name.ts";
export { type SecretsContext, TooManySecretsError } from "./secrets.ts";
export { startDelivering } from "./start-delivering.ts";
export { WebhookTargetRefusedError, type WebhookTargets } from "./targets.ts";
