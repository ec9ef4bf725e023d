import { z } from "zod";

/** Every answer other than success. */
export const errorBody = z
  .looseObject({
    statusCode: z.int(),
    message: z.string(),
    error: z.string(),
    code: z.string(),
    requestId: z.string(),
    docUrl: z.url().optional().meta({ description: "What the code means, and what helps." }),
    errors: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })).optional(),
  })
  .meta({ id: "Error" });
