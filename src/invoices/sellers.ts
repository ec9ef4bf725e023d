import { getAddress, isAddress } from "viem";
import { type Issue, readPercent } from "../payments/index.ts";
import { wholeBasisPoints } from "../protocol/index.ts";
import type { StoredPart } from "../store/index.ts";

/** Who gets a part of whatever is paid of an invoice; `percent` of the gross amount, such as "12.5". */
export type InvoiceSeller = { readonly address: string; readonly percent: string };

/** Reads the sellers' parts. What is wrong is pushed to `issues`; whether money would be lost there, a payment's own check says. */
export function readSellers(sellers: readonly InvoiceSeller[], issues: Issue[]): StoredPart[] {
  const parts = sellers.flatMap(({ address, percent }, index): StoredPart[] => {
    const bps = readPercent(percent, ["sellers", index, "percent"], issues);
    if (isAddress(address)) return bps === undefined ? [] : [{ recipient: getAddress(address), bps }];
    const message = `"${address}" is not an address, or its checksum (EIP-55) is wrong: copy it again.`;
    issues.push({ path: ["sellers", index, "address"], message });
    return [];
  });
  if (parts.reduce((sum, { bps }) => sum + bps, 0) >= wholeBasisPoints) {
    issues.push({ path: ["sellers"], message: "Nothing is left for you: the percentages must sum to less than 100." });
  }
  return parts;
}

/** What the sellers get of one payment, rounded down; whom that leaves nothing is left out. */
export function sharesOf(sellers: readonly StoredPart[], amount: bigint) {
  return sellers
    .map(({ recipient, bps }) => ({ address: recipient, amount: (amount * BigInt(bps)) / BigInt(wholeBasisPoints) }))
    .filter((share) => share.amount > 0n);
}
