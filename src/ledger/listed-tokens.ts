import type { SettlementLog } from "../chain/index.ts";
import { chainById, tokenByAddress } from "../protocol/index.ts";

/** Events of tokens that we list. Anybody can have a contract of everybody's emit events of a token of their own making: those are nobody's here and leave no row. */
export function ofListedTokens<Event extends Pick<SettlementLog, "chainId" | "token">>(
  events: readonly Event[],
): Event[] {
  return events.filter(({ chainId, token }) => {
    const chain = chainById(chainId);
    return chain !== undefined && tokenByAddress(chain, token) !== undefined;
  });
}
