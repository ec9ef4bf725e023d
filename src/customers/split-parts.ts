import { type Address, getAddress, isAddress, isAddressEqual } from "viem";
import { lostRecipients } from "../access/index.ts";
import { InvalidPaymentError, type Issue, readPercent } from "../payments/index.ts";
import { maxSellers, wholeBasisPoints } from "../protocol/index.ts";
import type { StoredPart } from "../store/index.ts";
import type { CustomersContext } from "./context.ts";

/** A seller of everything that comes to an address; `percent` of the gross amount, such as "12.5". */
export type DepositSeller = { readonly address: string; readonly percent: string };

/** Reads the sellers' parts. Throws an `InvalidPaymentError` that says what is wrong with which. */
export async function readSellers(
  context: Pick<CustomersContext, "database" | "reserved">,
  sellers: readonly DepositSeller[],
): Promise<StoredPart[]> {
  const issues: Issue[] = [];
  const parts = sellers.flatMap((seller, index) => readSeller(seller, index, issues) ?? []);
  if (sellers.length > maxSellers) issues.push({ path: ["sellers"], message: `At most ${maxSellers} are possible.` });
  const distinct = new Set(parts.map(({ recipient }) => recipient));
  if (distinct.size < parts.length) issues.push({ path: ["sellers"], message: "Name each seller once." });
  if (parts.reduce((sum, { bps }) => sum + bps, 0) >= wholeBasisPoints) {
    issues.push({ path: ["sellers"], message: "Nothing is left for you: the percentages must sum to less than 100." });
  }
  if (issues.length > 0) throw new InvalidPaymentError(issues);
  const lost = await lostRecipients(context, [...distinct]);
  for (const [index, { recipient }] of parts.entries()) {
    const reason = lost.get(recipient);
    if (reason === undefined) continue;
    const message = `Money sent to ${recipient} would be lost: ${reason}.`;
    issues.push({ path: ["sellers", index, "address"], message });
  }
  if (issues.length > 0) throw new InvalidPaymentError(issues);
  return parts;
}

/** The whole split: what the sellers do not get is the merchant's. Throws an `InvalidPaymentError`. */
export async function splitOf(
  context: Pick<CustomersContext, "database" | "reserved">,
  merchant: Address,
  sellers: readonly StoredPart[],
): Promise<StoredPart[]> {
  const refuse = (message: string) => new InvalidPaymentError([{ path: ["sellers"], message }]);
  if (sellers.some(({ recipient }) => isAddressEqual(recipient, merchant))) {
    throw refuse(`${merchant} is your own settlement address: what no seller gets goes there anyhow.`);
  }
  const reason = (await lostRecipients(context, [merchant])).get(merchant);
  if (reason !== undefined) {
    throw refuse(`Your settlement address: money sent to ${merchant} would be lost: ${reason}.`);
  }
  const left = wholeBasisPoints - sellers.reduce((sum, { bps }) => sum + bps, 0);
  return [{ recipient: getAddress(merchant), bps: left }, ...sellers];
}

function readSeller({ address, percent }: DepositSeller, index: number, issues: Issue[]): StoredPart | undefined {
  if (!isAddress(address)) {
    const message = `"${address}" is not an address, or its checksum (EIP-55) is wrong: copy it again.`;
    issues.push({ path: ["sellers", index, "address"], message });
    return undefined;
  }
  const bps = readPercent(percent, ["sellers", index, "percent"], issues);
  return bps === undefined ? undefined : { recipient: getAddress(address), bps };
}
