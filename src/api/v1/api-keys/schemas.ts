import { z } from "zod";
import { keyFields } from "../../../access/index.ts";
import { instant } from "../../../schemas/index.ts";
import { modes } from "../../../store/index.ts";

export const createApiKeyBody = z.strictObject(keyFields).meta({ id: "CreateApiKey" });

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
