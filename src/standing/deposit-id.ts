import { prefixedId, uuidOf } from "../schemas/index.ts";

const prefix = "dep";

/** A standing deposit's id as every API shows it. */
export function depositId(uuid: string): string {
  return prefixedId(prefix, uuid);
}

/** The UUID in a standing deposit's id; undefined for any other text. */
export function uuidOfDeposit(id: string): string | undefined {
  return uuidOf(prefix, id);
}
