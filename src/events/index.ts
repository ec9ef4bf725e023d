export { enqueueDelivery } from "./enqueue-delivery.ts";
export type { PaymentEventType } from "./event-type.ts";
