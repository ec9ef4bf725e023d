export { webhookDeliveryStatuses } from "../store/index.ts";
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
  searchDeliveries,
} from "./deliveries.ts";
export { rotateWebhookSecret, setWebhookSecret } from "./endpoint-secrets.ts";
export {
  addWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  type EndpointWithSecret,
  everyEvent,
  mostEndpoints,
  updateWebhookEndpoint,
} from "./endpoints.ts";
export { endpointSubject } from "./enqueue-deliveries.ts";
export { WebhookEndpointNotFoundError } from "./errors.ts";
export { type EndpointRef, findWebhookEndpoint, listWebhookEndpoints } from "./find-endpoint.ts";
export { createNameResolver, type ResolveName } from "./resolve-name.ts";
export { type SecretsContext, TooManySecretsError } from "./secrets.ts";
export { startDelivering } from "./start-delivering.ts";
export { WebhookTargetRefusedError, type WebhookTargets } from "./targets.ts";
export { awaitFirstAttempt, sendTestEvent, testPatience, wasTried } from "./test-event.ts";
