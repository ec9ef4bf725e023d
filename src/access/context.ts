import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";

/** What this room needs from outside. */
export type AccessContext = { readonly database: Database; readonly clock: Clock };
