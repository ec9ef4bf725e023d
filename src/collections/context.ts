import type { MandatesContext } from "../mandates/index.ts";
import type { SubscriptionsContext } from "../subscriptions/index.ts";

/** What collecting needs from outside. */
export type CollectionsContext = SubscriptionsContext & MandatesContext;
