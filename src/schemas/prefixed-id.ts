import { TypeID } from "typeid-js";

/** An id that says what it is of: a prefix, and the 128 bits of a UUIDv7 in 26 characters, so that ids rise with time in this form too. No column holds it. */
export function prefixedId(prefix: string, uuid: string): string {
  return `${prefix}_${TypeID.fromUUID("", uuid).toString()}`;
}

/** The UUID in an id of this prefix; undefined for any other text. */
export function uuidOf(prefix: string, id: string): string | undefined {
  const suffix = id.startsWith(`${prefix}_`) ? id.slice(prefix.length + 1) : "";
  // Of a UUID, and as we write it: another spelling would be another id of the same thing.
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(suffix)) return undefined;
  return TypeID.fromString(suffix).toUUID();
}
