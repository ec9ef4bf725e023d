import { type Address, isAddress } from "viem";
import { lostRecipients } from "../access/index.ts";
import type { PaymentsContext } from "./context.ts";
import type { Issue } from "./errors.ts";

/** The shares of a payment whose money would be lost, each at its place in the request: the merchant's own, or a seller's. */
export async function lostShares(
  context: Pick<PaymentsContext, "database" | "reserved">,
  own: readonly Address[],
  sellers: readonly { readonly address: string }[],
): Promise<Issue[]> {
  const named = sellers.map(({ address }) => address);
  const lost = await lostRecipients(context, [...own, ...named.filter((address) => isAddress(address))]);
  const messageOf = (address: string, reason: string) => `Money sent to ${address} would be lost: ${reason}.`;
  return [
    ...named.flatMap((address, index) => {
      const reason = lost.get(address as Address);
      return reason === undefined ? [] : [{ path: ["sellers", index, "address"], message: messageOf(address, reason) }];
    }),
    ...own.flatMap((address) => {
      const reason = lost.get(address);
      return reason === undefined
        ? []
        : [{ path: [], message: `Your settlement address: ${messageOf(address, reason)}` }];
    }),
  ];
}
