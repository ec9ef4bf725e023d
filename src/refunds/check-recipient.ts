import { type Address, getAddress, isAddressEqual } from "viem";
import { lostRecipients } from "../access/index.ts";
import type { Chain, TokenSymbol } from "../protocol/index.ts";
import type { RefundsContext } from "./context.ts";
import { RecipientRefusedError } from "./errors.ts";

/** Where a refund would go, and what of. */
export type Destination = {
  readonly chain: Pick<Chain, "id" | "name">;
  readonly token: TokenSymbol;
  readonly to: Address;
  readonly senders: readonly Address[];
};

/** Throws `RecipientRefusedError` where money sent to an address would not reach a payer. Answers it as it is written everywhere. */
export async function checkRecipient(context: RefundsContext, destination: Destination): Promise<Address> {
  const { chain, token, senders } = destination;
  const to = getAddress(destination.to);
  const lost = (await lostRecipients(context, [to])).get(to);
  if (lost !== undefined) throw new RecipientRefusedError("lost", to, `Money sent to ${to} would be lost: ${lost}.`);
  if (senders.some((sender) => isAddressEqual(sender, to))) {
    throw new RecipientRefusedError(
      "sender",
      to,
      `${to} is where the refund comes from: name an address of the payer.`,
    );
  }
  if ((await context.findDenied(chain.id, token, [to])).length > 0) {
    const message = `The issuer of ${token} on ${chain.name} has denied ${to}: nothing can be sent there.`;
    throw new RecipientRefusedError("denied", to, message);
  }
  return to;
}
