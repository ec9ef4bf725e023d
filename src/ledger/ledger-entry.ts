import type { ReclaimLog, SettlementLog } from "../chain/index.ts";
import { depositAddressOfId } from "../protocol/index.ts";

/** What the ledger records of the router. */
export type RouterEvent = SettlementLog | ReclaimLog;

/** An event as the ledger holds it, whomever it is credited to. Money that is taken back comes from the deposit address, and no fee is taken of it. */
export function ledgerEntry(event: RouterEvent) {
  if ("merchant" in event) {
    const { merchant, token, ...rest } = event;
    return { ...rest, recipient: merchant, tokenAddress: token };
  }
  const { to, token, ...rest } = event;
  const payer = depositAddressOfId(event.onchainId, event.router);
  return { ...rest, recipient: to, tokenAddress: token, payer, fee: 0n };
}
