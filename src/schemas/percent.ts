import { z } from "zod";

/** Of a percentage with two decimals at most; what it may be is the engine's to say. */
export const percent = z
  .string()
  .max(6)
  .regex(/^\d{1,2}(\.\d{1,2})?$/, 'expected a percentage such as "12.5"');
