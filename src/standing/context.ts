import type { CustomersContext } from "../customers/index.ts";
import type { RelayerContext } from "../relayer/index.ts";

/** What standing deposits need from outside. */
export type StandingContext = RelayerContext & Pick<CustomersContext, "standing">;
