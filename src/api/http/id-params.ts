import { z } from "zod";
import { text } from "../../schemas/index.ts";

/** A string that is no UUID answers 404, like any other unknown id: so it is not the schema's to refuse. */
export const idParams = z.object({ id: text(100) });
