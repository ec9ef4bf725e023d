export type { ToldEvent, WebhookRenderers, WebhookStyle } from "./bodies.ts";
export { checkStoredSecrets, StoredSecretsError } from "./check-secrets.ts";
export {
  type Delivery,
  type DeliveryFilter,
  DeliveryNotFoundError,
  listDeliveries,
  redeliver,
  replay,
  resendEvent,
} from "./deliveries.ts";
export {
  addWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  type EndpointRef,
  type EndpointWithSecret,
  everyEvent,
  findWebhookEndpoint,
  listWebhookEndpoints,
  mostEndpoints,
  rotateWebhookSecret,
  setWebhookSecret,
  updateWebhookEndpoint,
} from "./endpoints.ts";
export { endpointSubject } from "./enqueue-deliveries.ts";
export { WebhookEndpointNotFoundError } from "./errors.ts";
export { createNameResolver, type ResolveName } from "./resolve-name.ts";
export { type SecretsContext, TooManySecretsError } from "./secrets.ts";
export { startDelivering } from "./start-delivering.ts";
export { WebhookTargetRefusedError, type WebhookTargets } from "./targets.ts";
export { awaitFirstAttempt, sendTestEvent, testPatience, wasTried } from "./test-event.ts";
