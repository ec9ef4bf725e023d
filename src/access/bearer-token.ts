import { createHash, randomBytes } from "node:crypto";

/** A random secret of 192 bits that opens something for whoever shows it. The prefix tells people and machines what it is. */
export function newBearerToken(prefix: string): string {
  return prefix + randomBytes(24).toString("base64url");
}

/** A text without the secrets of any bearer token in it: for logs. Their prefixes stay. */
export function hideBearerTokens(text: string): string {
  return text.replace(/\b((?:[a-z]+_)+)[\w-]{32}(?![\w-])/g, "$1…");
}

/** What is stored of it. A random token needs no slow hash. */
export function hashOfBearerToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
