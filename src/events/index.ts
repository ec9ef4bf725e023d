export { appendEvent, type NewEvent } from "./append-event.ts";
export { type Consumer, consume } from "./consume.ts";
export { type ConsumerLag, consumerLag } from "./consumer-lag.ts";
export { type DomainEvent, type EventSubject, eventFromRow } from "./event.ts";
export {
  EventNotFoundError,
  type EventsRequest,
  findEvent,
  lastEvent,
  listEvents,
  searchEvents,
} from "./list-events.ts";
