import { type Address, type Hex, isAddress, isHex } from "viem";
import { z } from "zod";

/** Fields that several resources share. */

/** An amount. */
export const decimal = z.string().max(40).meta({ example: "250.00" });

export const nullableText = z.string().nullable();

/** A time in an answer. */
export const instant = z.iso.datetime();

/** A time in a request, with any offset. */
export const instantInput = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const address = z
  .custom<Address>((value) => typeof value === "string" && isAddress(value), "expected an address")
  .meta({ type: "string" });

export const signature = z
  .custom<Hex>((value) => isHex(value) && value.length <= 20_002, "expected a signature in hexadecimal")
  .meta({ type: "string" });

export const uint256 = z
  .string()
  .regex(/^\d{1,78}$/, "expected a whole number as a decimal string")
  .transform(BigInt);

/** A web address that a browser is sent to, or a webhook. */
export const webUrl = z.url({ protocol: /^https?$/ }).max(2_000);

/** A string that is no UUID answers 404, like any other unknown id: so it is not the schema's to refuse. */
export const idParams = z.object({ id: z.string().max(100) });
