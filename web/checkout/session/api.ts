import { Checkout } from "../../../clients/typescript/resources/checkout.ts";
import { createTransport } from "../../../clients/typescript/transport.ts";

/** The page is at `<API>/p/<payment id>`, or as earlier releases had it, at `<API>/pay/<payment id>`. */
export type PageAddress = { readonly apiUrl: string; readonly paymentId: string };

export function readAddress(location: Pick<Location, "origin" | "pathname">): PageAddress {
  const [, path = "", paymentId = ""] = /^(.*)\/p(?:ay)?\/(.*)$/.exec(location.pathname) ?? [];
  return { apiUrl: location.origin + path, paymentId: decodeURIComponent(paymentId.replace(/\/$/, "")) };
}

/** A mandate's page is at `<API>/m/<its secret>`. Undefined for any other. */
export function readMandateAddress(
  location: Pick<Location, "origin" | "pathname">,
): { readonly apiUrl: string; readonly token: string } | undefined {
  const [, path = "", token] = /^(.*)\/m\/([0-9a-f]+)\/?$/.exec(location.pathname) ?? [];
  return token === undefined ? undefined : { apiUrl: location.origin + path, token };
}

/** The payer's side of the API, same origin. What follows a payment tries again by itself, so requests do only a little. */
export function createApi(apiUrl: string): Checkout {
  return new Checkout(createTransport({ baseUrl: apiUrl, timeout: 15_000, retries: 1 }));
}
