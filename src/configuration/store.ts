import { z } from "zod";
import type { DatabaseOptions } from "../store/index.ts";

/** Where the database is. */
export const storeVariables = z
  .object({
    DATABASE_URL: z.url("expected a URL such as postgres://user:password@host/database").optional(),
    DATA_DIRECTORY: z.string().default(".data/database"),
  })
  .transform(({ DATABASE_URL: url, DATA_DIRECTORY: directory }): { readonly database: DatabaseOptions } => ({
    database: url === undefined ? { directory } : { url },
  }));
