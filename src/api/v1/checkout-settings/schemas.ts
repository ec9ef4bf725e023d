import { z } from "zod";

/** An origin as browsers write it. Plain HTTP only on the shop's own machine: elsewhere anybody on the way could change the page. */
function isEmbeddableOrigin(text: string): boolean {
  if (text.includes("*") || !URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === "https:" || (protocol === "http:" && loopbackHosts.includes(hostname)));
}
const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

const embedOrigins = z
  .array(
    z
      .string()
      .max(300)
      .refine(
        isEmbeddableOrigin,
        "expected an origin such as https://shop.example, without a path; http on localhost only",
      ),
  )
  .max(20)
  .describe("The web origins whose pages may show the checkout in a frame: at most 20. Empty: none.");

export const checkoutSettingsRequestBody = z.strictObject({ embedOrigins }).meta({ id: "UpdateCheckoutSettings" });

export const checkoutSettingsBody = z
  .object({ embedOrigins: z.array(z.string()).readonly() })
  .meta({ id: "CheckoutSettings" });
