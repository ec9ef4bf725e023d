import { z } from "zod";
import { chainById, tokenBySymbol, tokenSymbols } from "../protocol/index.ts";
import { int32, mailAddress, text, webUrl } from "../schemas/index.ts";
import { whyUnreadable } from "./branding/index.ts";

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

/** What an organization may be set to, field by field: every door takes them from here. */
export const organizationFields = {
  name: text(100, 1).describe("What your customers see."),
  successUrl: webUrl.nullable().describe("Of payments that name none; null clears it."),
  cancelUrl: webUrl.nullable().describe("Of payments that name none; null clears it."),
  accentColor: accentColor
    .nullable()
    .describe("Of buttons on your customers' pages: white text has to be readable on it. Null: ours."),
  supportContact: z
    .union([mailAddress, webUrl])
    .nullable()
    .describe("Whom your customers ask: a mail address or a web page. Null clears it."),
  disabledPairs,
} as const;
