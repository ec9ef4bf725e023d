import { z } from "zod";
import { chainById, tokenBySymbol, tokenSymbols } from "../../../protocol/index.ts";
import { instant, int32, nullableText, text, webUrl } from "../../../schemas/index.ts";

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

export const organizationRequestBody = z
  .strictObject({
    name: text(100, 1).optional().describe("What your customers see."),
    successUrl: webUrl.nullish().describe("Of payments that name none; null clears it."),
    cancelUrl: webUrl.nullish().describe("Of payments that name none; null clears it."),
    disabledPairs: disabledPairs.optional(),
  })
  .describe("What is left out stays as it is.")
  .meta({ id: "UpdateOrganization" });

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
    disabledPairs: z.array(z.object({ chainId: z.int(), token: z.enum(tokenSymbols) })),
    limits: z
      .object({ perMinute: z.int(), perHour: z.int(), perDay: z.int() })
      .nullable()
      .describe("Requests of each of your keys, where the operator has given you limits of your own."),
    createdAt: instant,
  })
  .meta({ id: "Organization" });
