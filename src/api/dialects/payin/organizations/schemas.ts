import { z } from "zod";
import { keyFields } from "../../../../access/index.ts";
import { secondField } from "../fields.ts";
import { pageOf } from "../pages.ts";

/** The roles of this API, for keys too. */
const roles = ["owner", "admin", "member", "viewer"] as const;

export const payinOrganizationBody = z
  .object({
    organizationId: z.uuid(),
    name: z.string(),
    role: z.enum(roles).nullable().describe("What you are in it; of a key the greatest role whose scopes it has."),
    createdAt: secondField,
  })
  .meta({ id: "PayInOrganization" });

export const payinOrganizationListBody = pageOf(payinOrganizationBody).meta({ id: "PayInOrganizationList" });

export const createPayinKeyBody = z
  .object({
    ...keyFields,
    role: z.enum(roles).optional().describe("Its scopes by a role's name, in place of `scopes`."),
  })
  .refine(({ role, scopes }) => role === undefined || scopes === undefined, {
    path: ["role"],
    message: "give a role or scopes, not both",
  })
  .meta({ id: "CreatePayInApiKey" });

export const payinKeyBody = z
  .object({
    keyId: z.uuid(),
    organizationId: z.uuid(),
    name: z.string(),
    role: z.enum(roles).nullable().describe("The greatest role whose scopes it has; null: less than a viewer's."),
    mode: z.enum(["live", "test"]),
    hint: z.string().describe("Its beginning and end."),
    scopes: z.array(z.string()),
    allowedAddresses: z.array(z.string()),
    allowedOrigins: z.array(z.string()),
    lastUsedAt: secondField.nullable(),
    expiresAt: secondField.nullable(),
    createdAt: secondField,
  })
  .meta({ id: "PayInApiKey" });

export const newPayinKeyBody = payinKeyBody
  .extend({ key: z.string().describe("Shown once.") })
  .meta({ id: "NewPayInApiKey" });

export const payinKeyListBody = pageOf(payinKeyBody).meta({ id: "PayInApiKeyList" });

export const deletedPayinKeyBody = z
  .object({ keyId: z.uuid(), deleted: z.literal(true) })
  .meta({ id: "DeletedPayInApiKey" });
