import type { PaymentSource } from "../payments/index.ts";
import { prefixedId, uuidOf } from "../schemas/index.ts";

const prefix = "pl";

/** A link's id as every API shows it. */
export function linkId(uuid: string): string {
  return prefixedId(prefix, uuid);
}

/** The UUID in a link's id; undefined for any other text. */
export function uuidOfLink(id: string): string | undefined {
  return uuidOf(prefix, id);
}

/** What payments of a link have as their source. */
export function linkSource(uuid: string): PaymentSource {
  return { type: "payment_link", id: linkId(uuid) };
}
