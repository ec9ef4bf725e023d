import { z } from "zod";

/** Every answer other than success. */
export const errorBody = z
  .looseObject({
    statusCode: z.int(),
    message: z.string(),
    error: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })).optional(),
  })
  .meta({ id: "Error" });
