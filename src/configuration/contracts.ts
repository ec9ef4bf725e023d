import { type Address, isAddress } from "viem";
import { z } from "zod";
import type { EarlierSponsors } from "../chain/index.ts";
import { address, privateKey } from "./variables.ts";

/** Our contracts, the same on every chain. Of those that no payment needs, the server knows the addresses, to refuse them as recipients. */
export const contractVariables = z
  .object({
    ROUTER_ADDRESS: address,
    GAS_SPONSOR_ADDRESS: address,
    GAS_SPONSOR_V07_ADDRESS: address.optional(),
    GAS_SPONSOR_V06_ADDRESS: address.optional(),
    GAS_SPONSOR_SIGNER_KEY: privateKey,
    STANDING_DEPOSITS_ADDRESS: address.optional(),
    MANDATES_ADDRESS: address.optional(),
  })
  .transform((read) => ({
    router: read.ROUTER_ADDRESS,
    gasSponsor: { address: read.GAS_SPONSOR_ADDRESS, signerKey: read.GAS_SPONSOR_SIGNER_KEY },
    /** Of EntryPoints before v0.8, those that the operator has. */
    earlierSponsors: {
      ...(read.GAS_SPONSOR_V07_ADDRESS && { "0.7": read.GAS_SPONSOR_V07_ADDRESS }),
      ...(read.GAS_SPONSOR_V06_ADDRESS && { "0.6": read.GAS_SPONSOR_V06_ADDRESS }),
    } satisfies EarlierSponsors as EarlierSponsors,
    standingDeposits: read.STANDING_DEPOSITS_ADDRESS,
    mandates: read.MANDATES_ADDRESS,
  }));

/** Those of our contracts that the environment names, for commands that need nothing else of it. */
export function namedContracts(environment: NodeJS.ProcessEnv): Address[] {
  const { ROUTER_ADDRESS, STANDING_DEPOSITS_ADDRESS, MANDATES_ADDRESS } = environment;
  const { GAS_SPONSOR_ADDRESS, GAS_SPONSOR_V07_ADDRESS, GAS_SPONSOR_V06_ADDRESS } = environment;
  const sponsors = [GAS_SPONSOR_ADDRESS, GAS_SPONSOR_V07_ADDRESS, GAS_SPONSOR_V06_ADDRESS];
  const named = [ROUTER_ADDRESS, ...sponsors, STANDING_DEPOSITS_ADDRESS, MANDATES_ADDRESS];
  return named.filter((text) => text !== undefined && isAddress(text));
}
