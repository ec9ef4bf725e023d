import { z } from "zod";
import { largestLogo, organizationFields } from "../../../access/index.ts";
import { tokenSymbols } from "../../../protocol/index.ts";
import { instant, nullableText } from "../../../schemas/index.ts";
import { logoTypes } from "../../../store/index.ts";

export const organizationRequestBody = z
  .strictObject(organizationFields)
  .partial()
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
