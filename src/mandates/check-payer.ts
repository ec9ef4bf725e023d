import { type Address, getAddress, isAddressEqual } from "viem";
import { lostRecipients } from "../access/index.ts";
import type { Mandate } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";
import { MandatePayerError } from "./errors.ts";

/** Throws `MandatePayerError` for an account from which nothing could be charged, or that nobody can sign for. */
export async function checkPayer(
  context: Pick<MandatesContext, "database" | "reserved" | "findDenied">,
  { chainId, token, parts }: Mandate,
  payer: Address,
): Promise<void> {
  if (parts.some(({ recipient }) => isAddressEqual(recipient, payer))) {
    throw new MandatePayerError(`${payer} is paid by this mandate: it cannot be charged too.`);
  }
  const why = (await lostRecipients(context, [getAddress(payer)])).get(getAddress(payer));
  if (why !== undefined) throw new MandatePayerError(`${payer} cannot pay: ${why}.`);
  if ((await context.findDenied(chainId, token, [payer])).length > 0) {
    throw new MandatePayerError(`The issuer of ${token} has denied ${payer}: nothing can be taken from there.`);
  }
}
