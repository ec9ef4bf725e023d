import type { MandateCharge } from "../store/index.ts";

const day = 24 * 60 * 60_000;
const hour = 60 * 60_000;

/** How long after a try that failed the next one is. Milliseconds. */
const waits = [2 * day, 5 * day, 7 * day, 7 * day];

/** The last try is so long before the window's end. Milliseconds. */
const lastTry = hour;

/** How long after a call that was handed to the relayer the next may be: doubled each time, since each may cost its gas. Milliseconds. */
const resend = { first: 60_000, longest: 6 * hour };

/** When a charge that failed for the `tries`th time is tried again, whatever its payer does meanwhile; once more just before its window ends. */
export function nextTry({ closesAt }: Pick<MandateCharge, "closesAt">, tries: number, now: Date): Date {
  const wait = waits[tries - 1] ?? waits.at(-1) ?? 0;
  const next = new Date(now.getTime() + wait);
  const last = new Date(closesAt.getTime() - lastTry);
  if (next <= last) return next;
  // What is left is the end, where it is given up.
  return last > now ? last : closesAt;
}

/** When a charge is inspected again after its call was handed over for the `sent`th time. */
export function nextSend(sent: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(resend.first * 2 ** (sent - 1), resend.longest));
}
