import { z } from "zod";
import { normalMailAddress } from "../schemas/index.ts";
import { list } from "./variables.ts";

/** Who operates the server: accounts by their mail addresses, in lower case as accounts have them. */
export const peopleVariables = z
  .object({
    OPERATORS: list.transform((values, { addIssue }) => {
      const addresses = values.map((value) => normalMailAddress(value)?.toLowerCase());
      if (addresses.includes(undefined)) {
        addIssue({ code: "custom", message: "expected mail addresses with commas between" });
        return z.NEVER;
      }
      return new Set(addresses as string[]);
    }),
  })
  .transform(({ OPERATORS: operators }): { readonly operators: ReadonlySet<string> } => ({ operators }));
