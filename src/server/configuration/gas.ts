import { z } from "zod";
import { parseDecimal } from "../../protocol/index.ts";
import { address, privateKey } from "./variables.ts";

/** The contracts, and up to where gas is paid for payers. */
export const gasVariables = z
  .object({
    ROUTER_ADDRESS: address,
    GAS_SPONSOR_ADDRESS: address,
    GAS_SPONSOR_SIGNER_KEY: privateKey,
    SPONSORSHIP_LIMIT: z
      .string()
      .regex(/^\d{1,4}(\.\d{1,4})?$/, 'expected a number such as "1" or "1.5"')
      .default("1")
      .transform((text) => parseDecimal(text, 4)),
  })
  .transform((read) => ({
    router: read.ROUTER_ADDRESS,
    gasSponsor: { address: read.GAS_SPONSOR_ADDRESS, signerKey: read.GAS_SPONSOR_SIGNER_KEY },
    /** How many times its payment's fee sponsored gas may cost, in 10^-4; zero is any cost. */
    sponsorshipLimit: read.SPONSORSHIP_LIMIT,
  }));
