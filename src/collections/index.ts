export { mandateCollector } from "./collector.ts";
export type { CollectionsContext } from "./context.ts";
export { mandatesOf } from "./mandate-of.ts";
export { offerMandate, type WayToSign, waysToSign } from "./offer-mandate.ts";
export { collectionTasks } from "./tasks.ts";
