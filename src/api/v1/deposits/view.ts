import { customerId, depositReferenceId } from "../../../customers/index.ts";
import { type DepositSnapshot, depositId } from "../../../standing/index.ts";
import { formatToken } from "../payments/view.ts";

/** A standing deposit as its merchant sees it, in API responses and webhooks alike. Named one by one: an event's snapshot was JSON of the database, which keeps no order. */
export function depositView(deposit: DepositSnapshot) {
  return {
    id: depositId(deposit.id),
    reference: deposit.reference,
    referenceId: depositReferenceId(deposit.referenceId),
    customerId: customerId(deposit.customerId),
    status: deposit.status,
    chainId: deposit.chainId,
    token: deposit.token,
    tokenAddress: deposit.tokenAddress,
    amount: formatToken(deposit.chainId, deposit.token, deposit.amount),
    sender: deposit.sender,
    address: deposit.address,
    txHash: deposit.transactionHash,
    logIndex: deposit.logIndex,
    blockNumber: deposit.blockNumber,
    blockTime: deposit.blockTime,
    createdAt: deposit.createdAt,
    confirmedAt: deposit.confirmedAt,
  };
}
