import { z } from "zod";
import { isEmbedOrigin } from "../../../checkout/index.ts";
import { transferMinutes } from "../../../quotes/index.ts";
import { int32, text } from "../../../schemas/index.ts";

const embedOrigins = z
  .array(
    text(300).refine(
      isEmbedOrigin,
      "expected an origin such as https://shop.example, without a path; http on localhost only",
    ),
  )
  .max(20)
  .describe("The web origins whose pages may show the checkout in a frame: at most 20. Empty: none.");

const contractPayers = z
  .enum(["known", "any"])
  .describe(
    "Whose signatures are submitted where the payer's own contract checks them (ERC-1271): known wallets', or any. A contract can agree when it is asked and refuse when it is paid for.",
  );

const transferQuoteMinutes = int32
  .min(transferMinutes.least)
  .max(transferMinutes.most)
  .describe("How many minutes a quote for a transfer, as from an exchange, holds a rate that can move.");

export const checkoutSettingsRequestBody = z
  .strictObject({
    embedOrigins,
    contractPayers: contractPayers.optional(),
    transferQuoteMinutes: transferQuoteMinutes.optional(),
  })
  .meta({ id: "UpdateCheckoutSettings" });

export const checkoutSettingsBody = z
  .object({ embedOrigins: z.array(z.string()).readonly(), contractPayers, transferQuoteMinutes })
  .meta({ id: "CheckoutSettings" });
