import { createHash, randomBytes } from "node:crypto";

/** A random secret of 192 bits that opens something for whoever shows it. The prefix tells people and machines what it is. */
export function newBearerToken(prefix: string): string {
  return prefix + randomBytes(24).toString("base64url");
}

/** What is stored of it. A random token needs no slow hash. */
export function hashOfBearerToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
