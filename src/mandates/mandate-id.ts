import { randomBytes } from "node:crypto";
import { prefixedId, uuidOf } from "../schemas/index.ts";

const prefix = "mdt";

/** A mandate's id as every API shows it. */
export function mandateId(uuid: string): string {
  return prefixedId(prefix, uuid);
}

/** The UUID in a mandate's id; undefined for any other text. */
export function uuidOfMandate(id: string): string | undefined {
  return uuidOf(prefix, id);
}

/** For the URL of its payer's page: nobody guesses it. */
export function newMandateToken(): string {
  return randomBytes(16).toString("hex");
}

export function isMandateToken(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** Where its payer signs it, sees it, and ends it. */
export function mandateUrl({ publicUrl }: { readonly publicUrl: string }, publicId: string): string {
  return `${publicUrl}/m/${publicId}`;
}
