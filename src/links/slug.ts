import { randomInt } from "node:crypto";

/** Characters of the title that are kept. */
const longestTitle = 40;

/** Without vowels and what looks alike: no words come out of it, and it can be typed from paper. */
const alphabet = "bcdfghjkmnpqrstvwxz23456789";

/** Six of them, so that nobody walks through the links of others by counting. */
const randomLength = 6;

/** A new slug, such as "pro-plan-c7x2kd": what of a title fits a URL, and random characters. */
export function newSlug(title: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestTitle)
    .replace(/^-+|-+$/g, "");
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  return words === "" ? random : `${words}-${random}`;
}

/** Whether a text can be a slug at all. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9-]{6,47}$/.test(text);
}
