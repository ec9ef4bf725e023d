import { z } from "zod";
import { text } from "../schemas/index.ts";
import { keyLives } from "./api-keys.ts";
import { isAddressRange } from "./ip-ranges.ts";
import { isWebOrigin } from "./origins.ts";
import { scopes } from "./scopes.ts";

/** What a new key may be asked for, field by field: every door takes them from here. */
export const keyFields = {
  name: text(100).default(""),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .optional()
    .describe("Left out: those of the key that makes it."),
  allowedAddresses: z
    .array(text(50).refine(isAddressRange, "expected an IP address or a CIDR range"))
    .max(20)
    .default([])
    .describe("Where the key may be used from: at most 20 addresses and CIDR ranges. Empty: anywhere."),
  allowedOrigins: z
    .array(text(300).refine(isWebOrigin, "expected an origin as browsers write it, such as https://shop.example"))
    .max(20)
    .default([])
    .describe(
      "Web origins that the key is for, at most 20: a request says its own in `Origin` or `X-Api-Origin`. Empty: servers, and no browser.",
    ),
  expiresIn: z.enum(keyLives).default("never"),
} as const;
