import { createHash, randomInt, timingSafeEqual } from "node:crypto";

/** Guesses at one code. */
export const mostTries = 5;

/** From asking for a code to its use. Milliseconds. */
export const codeLife = 10 * 60_000;

/** A code that goes to a mailbox. */
export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, "0");
}

/** A code is worth something for minutes, and the mail that holds it lies in the same database: no slow hash would help. `id` is of what it is for. */
export function hashOfCode(id: string, code: string): string {
  return createHash("sha256").update(`${id} ${code}`).digest("hex");
}

/** Compares what was typed in the same time, also where there is nothing to compare it with. */
export function isRightCode(
  asked: { readonly id: string; readonly codeHash: string | null } | undefined,
  code: string,
): boolean {
  const [typed, right] = [hashOfCode(asked?.id ?? "", code), asked?.codeHash ?? hashOfCode("", "")];
  return timingSafeEqual(Buffer.from(typed, "hex"), Buffer.from(right, "hex"));
}
