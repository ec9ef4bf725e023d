import type { Readable } from "node:stream";
import { z } from "zod";

/** An answer that is text of another type than JSON, sent as it comes. */
export const textStream = z.custom<Readable>(() => true).meta({ type: "string" });
