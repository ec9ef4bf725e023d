import { z } from "zod";
import { isEmbedOrigin } from "../../../checkout/index.ts";

const embedOrigins = z
  .array(
    z
      .string()
      .max(300)
      .refine(isEmbedOrigin, "expected an origin such as https://shop.example, without a path; http on localhost only"),
  )
  .max(20)
  .describe("The web origins whose pages may show the checkout in a frame: at most 20. Empty: none.");

export const checkoutSettingsRequestBody = z.strictObject({ embedOrigins }).meta({ id: "UpdateCheckoutSettings" });

export const checkoutSettingsBody = z
  .object({ embedOrigins: z.array(z.string()).readonly() })
  .meta({ id: "CheckoutSettings" });
