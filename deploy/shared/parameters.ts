import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Address, getAddress, isAddress, zeroAddress } from "viem";
import { z } from "zod";
import { mostFeeBasisPoints } from "../../src/protocol/index.ts";
import { DeploymentError } from "./errors.ts";

const address = z
  .custom<Address>(
    (value) => typeof value === "string" && isAddress(value),
    "expected an address with a right checksum",
  )
  .refine((value) => value !== zeroAddress, "is still the zero address: set yours")
  .transform((value) => getAddress(value));

const parametersSchema = z.strictObject({
  Railsplit: z.strictObject({
    /** The fee in basis points, for ever: `feeBasisPoints` of the protocol where it is left out, at most a tenth. */
    feeBasisPoints: z.int().min(0).max(Number(mostFeeBasisPoints)).exactOptional(),
    /** Receives the fee of every payment, for ever. */
    feeRecipient: address,
    /** Signs what the sponsor pays for: the account of the server's `GAS_SPONSOR_SIGNER_KEY`. */
    sponsorSigner: address,
    /** Withdraws the sponsor's deposit. */
    sponsorOwner: address,
  }),
});

/** What an operator chooses about the contracts, in Ignition's own form. */
export type Parameters = z.infer<typeof parametersSchema>;

export function parametersFile(network: string): string {
  return fileURLToPath(new URL(`../../ignition/parameters/${network}.json`, import.meta.url));
}

/** Throws `DeploymentError` that names the file and every value that is wrong in it. */
export async function readParameters(file: string): Promise<Parameters> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new DeploymentError(`${file} cannot be read: it should hold the parameters of the deployment.`);
  });
  const parsed = parametersSchema.safeParse(parseJson(file, text));
  if (!parsed.success) throw new DeploymentError(`${file} is not complete:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DeploymentError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
