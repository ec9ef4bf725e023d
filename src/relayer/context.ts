import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";

/** What the relayer's queue and submissions work on. */
export type QueueContext = { readonly database: Database; readonly clock: Clock };
