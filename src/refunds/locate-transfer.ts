import { type Address, isAddressEqual } from "viem";
import type { MinedTransaction, TransferLog } from "../chain/index.ts";
import type { RefundTransfer } from "../store/index.ts";

/** A transfer with what its refund says of it. */
export type DueTransfer = RefundTransfer & { readonly tokenAddress: Address; readonly recipient: Address | null };

/** What all endpoints say of a transfer. Unknown: they do not say the same. */
export function agreedPlace(
  part: DueTransfer,
  answers: readonly (MinedTransaction | null)[],
): TransferLog | "gone" | "unknown" {
  const found = answers.map((mined) => mined && logIn(part, mined));
  if (found.every((log) => log === null)) return "gone";
  const [first] = found;
  if (!first || !found.every((log) => log !== null && log.blockHash === first.blockHash)) return "unknown";
  return first;
}

/** In another block the transaction's logs have other numbers: where several are alike, they are searched for anew. */
function logIn(part: DueTransfer, { transfers }: MinedTransaction): TransferLog | null {
  const { sentBy, recipient, tokenAddress } = part;
  if (sentBy === null || recipient === null) return null;
  const alike = transfers.filter(
    ({ from, to, token, amount }) =>
      amount === part.amount &&
      isAddressEqual(from, sentBy) &&
      isAddressEqual(to, recipient) &&
      isAddressEqual(token, tokenAddress),
  );
  return alike.find(({ logIndex }) => logIndex === part.logIndex) ?? (alike.length === 1 ? (alike[0] ?? null) : null);
}
