import { type Hex, pad } from "viem";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The `uuid` field of a `Payment`: the UUID as a uint128 in the low 16 bytes of 32. Throws on anything but a UUID. */
export function uuidToBytes32(uuid: string): Hex {
  if (!uuidPattern.test(uuid)) {
    throw new TypeError(`"${uuid}" is not a UUID: expected 8-4-4-4-12 hexadecimal digits.`);
  }
  return pad(`0x${uuid.replaceAll("-", "").toLowerCase()}`, { size: 32 });
}

/** The inverse of `uuidToBytes32`. Throws when the high 16 bytes are not zero, since no UUID of ours has them. */
export function bytes32ToUuid(value: Hex): string {
  const match = /^0x0{32}([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i.exec(value);
  if (!match) throw new TypeError(`${value} holds no UUID: expected 32 bytes, the first 16 of them zero.`);
  return match.slice(1).join("-").toLowerCase();
}
