import { type Address, isAddressEqual } from "viem";
import type { MinedTransaction, TransferLog } from "./read-transfers.ts";

/** A transfer that was read before. `amount`: base units. `logIndex`: where it stood in its block. */
export type KnownTransfer = {
  readonly from: Address;
  readonly to: Address;
  readonly token: Address;
  readonly amount: bigint;
  readonly logIndex: number | null;
};

/** What all endpoints say of a transfer, each of its transaction. Unknown: they do not say the same. */
export function agreedPlace(
  known: KnownTransfer,
  answers: readonly (MinedTransaction | null)[],
): TransferLog | "gone" | "unknown" {
  const found = answers.map((mined) => mined && logIn(known, mined));
  if (found.every((log) => log === null)) return "gone";
  const [first] = found;
  if (!first || !found.every((log) => log !== null && log.blockHash === first.blockHash)) return "unknown";
  return first;
}

/** In another block the transaction's logs have other numbers: of several that are alike none is told from the others there. */
function logIn(known: KnownTransfer, { transfers }: MinedTransaction): TransferLog | null {
  const alike = transfers.filter(
    ({ from, to, token, amount }) =>
      amount === known.amount &&
      isAddressEqual(from, known.from) &&
      isAddressEqual(to, known.to) &&
      isAddressEqual(token, known.token),
  );
  return alike.find(({ logIndex }) => logIndex === known.logIndex) ?? (alike.length === 1 ? (alike[0] ?? null) : null);
}
