import { hashOfBearerToken, newBearerToken } from "../access/index.ts";

/** How long a payer may take to name an address. Milliseconds. */
const life = 30 * 24 * 60 * 60_000;

/** A secret that opens the page of one refund, and what is stored of it. */
export function newAddressToken(now: Date) {
  const token = newBearerToken("refund_");
  const stored = {
    addressTokenHash: hashOfBearerToken(token),
    addressTokenExpiresAt: new Date(now.getTime() + life),
  };
  return { token, stored };
}
