import { z } from "zod";
import { checkoutFields } from "../../../checkout/index.ts";

const { embedOrigins, contractPayers, transferQuoteMinutes } = checkoutFields;

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
