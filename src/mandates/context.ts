import type { Address } from "viem";
import type { QuotesContext } from "../quotes/index.ts";
import type { RelayerContext } from "../relayer/index.ts";

/** What mandates need from outside. */
export type MandatesContext = RelayerContext &
  Pick<QuotesContext, "findDenied"> & {
    /** The contract, at the same address on every chain. Null where the server has none. */
    readonly mandates: Address | null;
  };
