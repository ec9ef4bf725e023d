import { z } from "zod";
import { largestLogo, whyUnreadable } from "../../../access/index.ts";
import { chainById, tokenBySymbol, tokenSymbols } from "../../../protocol/index.ts";
import { instant, int32, mailAddress, nullableText, text, webUrl } from "../../../schemas/index.ts";
import { logoTypes } from "../../../store/index.ts";

const pair = z.strictObject({ chainId: int32, token: z.enum(tokenSymbols) });

const disabledPairs = z
  .array(
    pair.refine(({ chainId, token }) => {
      const chain = chainById(chainId);
      return chain !== undefined && tokenBySymbol(chain, token) !== undefined;
    }, "expected a token of a chain that Railsplit knows: see /v1/status"),
  )
  .max(50)
  .describe("What you take no payments in: payments that are open already are not quoted in it any more either.");

const accentColor = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, "expected a colour such as #3346d3")
  .superRefine((color, { addIssue }) => {
    const problem = /^#[0-9a-fA-F]{6}$/.test(color) ? whyUnreadable(color) : undefined;
    if (problem !== undefined) addIssue({ code: "custom", message: problem });
  })
  .meta({ example: "#3346d3" });

export const organizationRequestBody = z
  .strictObject({
    name: text(100, 1).optional().describe("What your customers see."),
    successUrl: webUrl.nullish().describe("Of payments that name none; null clears it."),
    cancelUrl: webUrl.nullish().describe("Of payments that name none; null clears it."),
    accentColor: accentColor
      .nullish()
      .describe("Of buttons on your customers' pages: white text has to be readable on it. Null: ours."),
    supportContact: z
      .union([mailAddress, webUrl])
      .nullish()
      .describe("Whom your customers ask: a mail address or a web page. Null clears it."),
    disabledPairs: disabledPairs.optional(),
  })
  .describe("What is left out stays as it is.")
  .meta({ id: "UpdateOrganization" });

export const logoRequestBody = z
  .strictObject({
    type: z.enum(logoTypes),
    data: z
      .base64()
      .min(1)
      .max(4 * Math.ceil(largestLogo / 3))
      .describe(`The file in base64: at most ${largestLogo / 1024} kB.`),
  })
  .meta({ id: "SetLogo" });

export const organizationBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    settlementAddress: z
      .string()
      .describe("Where your own shares are paid to, on every chain without an address below."),
    chainAddresses: z
      .array(z.object({ chainId: z.int(), address: z.string() }))
      .describe("Where they are paid to on chains of their own."),
    pendingAddressChanges: z
      .array(z.object({ chainId: z.int().nullable(), address: nullableText, effectiveAt: instant }))
      .describe(
        "Changes that have not taken effect. chainId null: the address of all chains without their own; address null: the chain has none of its own any more.",
      ),
    successUrl: nullableText,
    cancelUrl: nullableText,
    accentColor: nullableText,
    supportContact: nullableText,
    logoUrl: nullableText.describe("The picture that your customers see."),
    disabledPairs: z.array(z.object({ chainId: z.int(), token: z.enum(tokenSymbols) })),
    limits: z
      .object({
        perMinute: z.int(),
        perHour: z.int(),
        perDay: z.int(),
        groups: z
          .object({ reads: z.int(), writes: z.int(), quotes: z.int() })
          .partial()
          .optional()
          .describe("A minute, of one kind of routes."),
      })
      .nullable()
      .describe("Requests of each of your keys, where the operator has given you limits of your own."),
    createdAt: instant,
  })
  .meta({ id: "Organization" });
