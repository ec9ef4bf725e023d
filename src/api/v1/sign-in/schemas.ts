import { z } from "zod";
import { instant, mailAddress, nullableText, text } from "../../../schemas/index.ts";

const token = text(100, 1).describe("Of the answer before.");

/** Bytes of an authenticator, in base64url. */
const bytes = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]*$/, "expected base64url");

export const beginCodeBody = z.strictObject({ email: mailAddress }).meta({ id: "BeginSignIn" });

export const codeBody = z
  .strictObject({ token, code: text(20, 1).describe("Six digits from the mail or the app, or a recovery code.") })
  .meta({ id: "SignInCode" });

/** As `PublicKeyCredential.toJSON()` writes it; what else that has is not looked at. */
export const assertionBody = z
  .object({
    token,
    response: z.object({
      id: bytes(1_400),
      rawId: bytes(1_400),
      type: z.literal("public-key"),
      response: z.object({
        clientDataJSON: bytes(8_000),
        authenticatorData: bytes(4_000),
        signature: bytes(8_000),
        userHandle: bytes(200).optional(),
      }),
    }),
  })
  .meta({ id: "PasskeySignIn" });

/** As `PublicKeyCredential.toJSON()` writes it. */
export const attestationBody = z.object({
  id: bytes(1_400),
  rawId: bytes(1_400),
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: bytes(8_000),
    attestationObject: bytes(20_000),
    transports: z.array(text(50)).max(10).optional(),
  }),
});

export const begunBody = z
  .object({ token: z.string().describe("Send it with the code. It belongs to this browser."), expiresAt: instant })
  .meta({ id: "SignInBegun" });

/** What the browser's own function takes. */
const browserOptions = z
  .record(z.string(), z.unknown())
  .describe("For `PublicKeyCredential.parseRequestOptionsFromJSON` or `parseCreationOptionsFromJSON`.");

export const passkeyOptionsBody = z
  .object({ token: z.string().describe("Send it with the authenticator's answer."), options: browserOptions })
  .meta({ id: "PasskeyOptions" });

export const signInBody = z
  .object({
    status: z
      .enum(["signed_in", "second_factor_required"])
      .describe(
        "signed_in: the cookie is set. second_factor_required: send a code of the app to /v1/sign-in/second-factor.",
      ),
    token: nullableText.describe("For the second factor; null where none is asked for."),
  })
  .meta({ id: "SignIn" });
