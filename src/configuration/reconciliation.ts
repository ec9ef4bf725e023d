import { z } from "zod";

const minutes = "expected 1 to 1440 minutes";

export const reconciliationVariables = z
  .object({ SECOND_READING_MINUTES: z.coerce.number(minutes).min(1, minutes).max(1_440, minutes).default(10) })
  .transform((read) => ({
    /** Milliseconds between two reconciliation passes over what has become final. */
    secondReadingInterval: read.SECOND_READING_MINUTES * 60_000,
  }));
