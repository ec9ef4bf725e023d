import type { ChargeLog, ReclaimLog, SettlementLog, SweepLog } from "../chain/index.ts";
import { depositAddressOfId } from "../protocol/index.ts";

/** What the ledger records of our contracts. */
export type RouterEvent = SettlementLog | ReclaimLog | SweepLog | ChargeLog;

/** An event as the ledger holds it, whomever it is credited to. Money that is taken back comes from the deposit address, and no fee is taken of it. */
export function ledgerEntry(event: RouterEvent) {
  const { chainId, transactionHash, logIndex, blockNumber, blockHash, blockTime, onchainId, router, amount } = event;
  const entry = { chainId, transactionHash, logIndex, blockNumber, blockHash, blockTime, onchainId, router, amount };
  if ("merchant" in event) {
    const { merchant, token, payer, fee } = event;
    return { ...entry, payer, fee, recipient: merchant, tokenAddress: token };
  }
  const payer = depositAddressOfId(onchainId, router);
  return { ...entry, payer, fee: 0n, recipient: event.to, tokenAddress: event.token };
}

/** Whether an event is of `StandingDeposits`. */
export function isSweep<Event extends object>(event: Event): event is Event & Pick<SweepLog, "isSweep"> {
  return "isSweep" in event;
}

/** Whether an event is of `Mandates`. */
export function isCharge(event: object): event is ChargeLog {
  return "isCharge" in event;
}
