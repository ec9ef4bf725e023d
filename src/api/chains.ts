import type { ChainServices } from "../relayer/index.ts";
import { ApiError } from "./http/errors.ts";

/** What routes need that reach chains. */
export type ChainsContext = {
  /** Per chain: where operations are sponsored and sent, and the chain read. */
  readonly services: ReadonlyMap<number, ChainServices>;
};

/** The services of one chain. Throws a 404 where it is not served. */
export function servicesOf({ services }: ChainsContext, chainId: number): ChainServices {
  const found = services.get(chainId);
  if (!found) throw new ApiError("CHAIN_NOT_FOUND", `Chain ${chainId} is not offered here.`);
  return found;
}
