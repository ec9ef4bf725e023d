import { domainToASCII } from "node:url";
import { z } from "zod";

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~][a-z0-9!#$%&'*+/=?^_`{|}~-]*(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * An address as every mail server takes it, its domain in ASCII and lower case. Without quotes, comments, address literals and line ends: nothing in it can
 * be read as a second address, a header or a parameter of SMTP. Undefined for any other text.
 */
export function normalMailAddress(text: string): string | undefined {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1));
  const labels = domain.split(".");
  const isDomain =
    domain.length <= 253 &&
    labels.length > 1 &&
    labels.every((each) => each.length <= 63 && label.test(each)) &&
    // An IPv4 address is no name.
    !/^\d+$/.test(labels.at(-1) ?? "");
  if (at < 1 || local.length > 64 || !localPart.test(local) || !isDomain) return undefined;
  const address = `${local}@${domain}`;
  return address.length <= 254 ? address : undefined;
}

/** Somebody's mail address in a request. */
export const mailAddress = z
  .string()
  .max(254)
  .refine((text) => normalMailAddress(text) !== undefined, "expected a mail address such as name@example.com")
  .meta({ format: "email", example: "name@example.com" });
