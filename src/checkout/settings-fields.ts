import { z } from "zod";
import { transferMinutes } from "../quotes/index.ts";
import { int32, text } from "../schemas/index.ts";
import { isEmbedOrigin } from "./embed-origin.ts";

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

/** What a checkout may be set to, field by field: every door takes them from here. */
export const checkoutFields = { embedOrigins, contractPayers, transferQuoteMinutes } as const;
