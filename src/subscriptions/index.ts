export {
  billingIntervals,
  type RecurringPlan,
  type SubscriptionPackage,
  type SubscriptionStatus,
} from "../store/index.ts";
export { isTimeZone } from "./calendar.ts";
export {
  changeSubscription,
  changeSubscriptionWithin,
  type SubscriptionAction,
  type SubscriptionActor,
} from "./change-subscription.ts";
export type { CycleCollector, SubscriptionsContext } from "./context.ts";
export { createSubscription, type SubscriptionInput, subscribe } from "./create-subscription.ts";
export {
  PackageInactiveError,
  PackageNotFoundError,
  PlanNotFoundError,
  PortalLinkError,
  SlugTakenError,
  SubscriptionNotFoundError,
  SubscriptionStateError,
} from "./errors.ts";
export {
  packageId,
  planId,
  subscriptionId,
  uuidOfCycle,
  uuidOfPackage,
  uuidOfPlan,
  uuidOfSubscription,
} from "./ids.ts";
export { findPublicPackage, listPackages, loadPackage, type PackageFilter, searchPackages } from "./load-package.ts";
export { listPlans, loadPlan, type PlanFilter, searchPlans } from "./load-plan.ts";
export {
  findSubscription,
  listCycles,
  listSubscriptions,
  loadSubscription,
  type SubscriptionFilter,
  searchSubscriptions,
} from "./load-subscription.ts";
export { createPackage, type PackageChange, type PackageInput, updatePackage } from "./packages.ts";
export { createPlan, type PlanChange, type PlanInput, updatePlan } from "./plans.ts";
export { changeByPortal, endsLater, openPortal, type Portal, requestPortalLinks } from "./portal.ts";
export { type SubscriptionEventData, subscriptionSubject } from "./record-event.ts";
export {
  type CycleSnapshot,
  cycleSnapshot,
  type LoadedCycle,
  type LoadedSubscription,
  nextInvoiceAt,
  type SubscriptionSnapshot,
  subscriptionSnapshot,
} from "./snapshot.ts";
export { subscriptionTasks } from "./tasks.ts";
