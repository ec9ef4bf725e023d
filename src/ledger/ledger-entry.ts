import type { ReclaimLog, SettlementLog, SweepLog } from "../chain/index.ts";
import { depositAddressOfId } from "../protocol/index.ts";

/** What the ledger records of our contracts. */
export type RouterEvent = SettlementLog | ReclaimLog | SweepLog;

/** An event as the ledger holds it, whomever it is credited to. Money that is taken back comes from the deposit address, and no fee is taken of it. */
export function ledgerEntry(event: RouterEvent) {
  if ("merchant" in event) {
    const { merchant, token, ...settled } = event;
    const { isSweep: _, ...rest } = isSweep(settled) ? settled : { ...settled, isSweep: false };
    return { ...rest, recipient: merchant, tokenAddress: token };
  }
  const { to, token, ...rest } = event;
  const payer = depositAddressOfId(event.onchainId, event.router);
  return { ...rest, recipient: to, tokenAddress: token, payer, fee: 0n };
}

/** Whether an event is of `StandingDeposits`. */
export function isSweep<Event extends object>(event: Event): event is Event & Pick<SweepLog, "isSweep"> {
  return "isSweep" in event;
}
