export { type Limiter, type LimitsContext, limitRequests, type RequestLimits } from "./limiter.ts";
export { createRequestCounts, forgetOldCounts, type RequestCounts } from "./request-counts.ts";
export { groupOf, type RouteGroup, routeGroups } from "./route-group.ts";
export {
  addressSubject,
  callerSubject,
  hashOfSubject,
  payerSubject,
  type Subject,
  visitedSubject,
  visitorSubject,
} from "./subject.ts";
