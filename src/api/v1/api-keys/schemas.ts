import { z } from "zod";
import { isAddressRange, isWebOrigin, keyLives, scopes } from "../../../access/index.ts";
import { instant, text } from "../../../schemas/index.ts";
import { modes } from "../../../store/index.ts";

export const createApiKeyBody = z
  .strictObject({
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
  })
  .meta({ id: "CreateApiKey" });

export const apiKeyBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mode: z.enum(modes),
    hint: z.string().describe("Its beginning and end."),
    scopes: z.array(z.string()),
    allowedAddresses: z.array(z.string()),
    allowedOrigins: z.array(z.string()),
    lastUsedAt: instant.nullable().describe("To the minute."),
    expiresAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "ApiKey" });

export const newApiKeyBody = apiKeyBody.extend({ key: z.string().describe("Shown once.") }).meta({ id: "NewApiKey" });

export const apiKeyListBody = z.object({ data: z.array(apiKeyBody) }).meta({ id: "ApiKeyList" });
