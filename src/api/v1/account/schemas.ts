import { z } from "zod";
import { instant, mailAddress, text } from "../../../schemas/index.ts";
import { languages, memberRoles } from "../../../store/index.ts";
import { attestationBody } from "../sign-in/schemas.ts";

export const passkeyBody = z
  .object({
    id: z.string(),
    name: z.string(),
    isBackedUp: z.boolean().describe("Its vendor synchronizes it between devices."),
    lastUsedAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "Passkey" });

export const accountBody = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    emailVerifiedAt: instant.nullable().describe("When you showed that the mailbox is yours."),
    organizations: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(memberRoles) })),
    isOperator: z.boolean().describe("Whether you operate the server: `OPERATORS` names your address."),
    hasSandboxTools: z.boolean().describe("Whether this server simulates customers, chains and time: `/v1/sandbox`."),
    passkeys: z.array(passkeyBody),
    language: z.enum(languages).nullable().describe("What mails to you are written in. Null: English."),
    hasTotp: z.boolean().describe("Whether an app's code is asked for."),
    recoveryCodesLeft: z.int(),
    createdAt: instant,
  })
  .meta({ id: "Account" });

export const changeAccountBody = z
  .strictObject({ name: text(100, 1).optional(), language: z.enum(languages).optional() })
  .describe("What is left out stays as it is.")
  .meta({ id: "ChangeAccount" });

export const changeEmailBody = z
  .strictObject({ email: mailAddress.describe("The new address, to which the code is sent.") })
  .meta({ id: "ChangeEmail" });

export const emailChangeBody = z
  .object({ expiresAt: instant.describe("Until when the code is good.") })
  .meta({ id: "EmailChange" });

export const confirmEmailBody = z
  .strictObject({ code: text(20, 1).describe("From the mail to the new address.") })
  .meta({ id: "ConfirmEmail" });

export const newPasskeyBody = z
  .object({ token: text(100, 1), name: text(100, 1).default("Passkey"), response: attestationBody })
  .meta({ id: "NewPasskey" });

export const totpBody = z
  .object({
    secret: z.string().describe("In base32. Shown once."),
    uri: z.string().describe("The same for the app, to be shown as a QR code."),
  })
  .meta({ id: "Totp" });

export const confirmTotpBody = z
  .strictObject({ code: text(10, 1).describe("Of the app.") })
  .meta({ id: "ConfirmTotp" });

export const recoveryCodesBody = z
  .object({ recoveryCodes: z.array(z.string()).describe("Each signs in once in place of the app's code. Shown once.") })
  .meta({ id: "RecoveryCodes" });
