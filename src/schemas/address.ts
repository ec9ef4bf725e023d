import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";

const described = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } as const;

/** An address that somebody copied: in lower case, or with a right checksum. */
export const address = z
  .custom<Address>(
    (value) => typeof value === "string" && isAddress(value),
    "expected an address; where its letters are of both cases, its checksum (EIP-55) has to be right: copy it again from its source",
  )
  .meta({ ...described, example: "0x1111111111111111111111111111111111111111" });

/** An address that money goes to for good: with its checksum, so that no letter of it was mistyped. */
export const checksummedAddress = z
  .custom<Address>(
    isChecksummed,
    "expected an address with its checksum (EIP-55), in letters of both cases: copy it from your wallet",
  )
  .meta({ ...described, example: "0x52908400098527886E0F7030069857D2E4169EE7" });

export function isChecksummed(value: unknown): value is Address {
  return typeof value === "string" && isAddress(value) && getAddress(value) === value;
}

/** An address that a program wrote: in letters of any case. */
export const addressOfAnyCase = z
  .custom<Address>((value) => typeof value === "string" && isAddress(value, { strict: false }), "expected an address")
  .meta(described);
