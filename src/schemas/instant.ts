import { z } from "zod";

/** A time in an answer. */
export const instant = z.iso.datetime();

/** A time as some of the other APIs write it: whole seconds, in UTC. */
export const toSecond = (time: Date | string): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(10_000, 0, 1);

/** A time in a request, with any offset: of years that every database and every calendar writes alike. */
export const instantInput = z.iso
  .datetime({ offset: true })
  .max(40)
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= earliest && time.getTime() < latest, "expected a time from 1970 to 9999");
