import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Mode } from "../store/index.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 32;
const checksumLength = 6;

/**
 * A new API key: its prefix, 190 random bits and a checksum, so that who scans for leaked secrets knows a key from what only looks like one, and a
 * key that was copied by half is known without a look into the database.
 */
export function newKeyText(mode: Mode): string {
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]);
  const body = `pk_${mode}_${random.join("")}`;
  return body + checksumOf(body);
}

/** Whether a text has the shape of a key and a wrong checksum. Keys of before had none, and are shorter. */
export function isMistyped(text: string): boolean {
  if (!/^pk_(live|test)_[0-9A-Za-z]{38}$/.test(text)) return false;
  const body = text.slice(0, -checksumLength);
  return text !== body + checksumOf(body);
}

/** The CRC-32 of what stands before it, in base 62, the highest digit first. */
function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = "";
  for (let digit = 0; digit < checksumLength; digit += 1) {
    digits = alphabet[rest % alphabet.length] + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits;
}
