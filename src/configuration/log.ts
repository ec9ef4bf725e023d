import { z } from "zod";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export const logVariables = z
  .object({ LOG_LEVEL: z.enum(levels, `expected one of ${levels.join(", ")}`).default("info") })
  .transform((read) => ({ logLevel: read.LOG_LEVEL }));
