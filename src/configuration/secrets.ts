import { readFileSync } from "node:fs";
import { z } from "zod";
import { list } from "./variables.ts";

const expected =
  "expected keys of 32 bytes in base64 or hexadecimal, with commas between (in the file: line ends); make one with: openssl rand -base64 32";

const keys = z.array(
  z.string().transform((text, { addIssue }) => {
    const key = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? "hex" : "base64");
    if (key.length !== 32) addIssue({ code: "custom", message: expected });
    return key;
  }),
);

/** Under what stored secrets are encrypted: the first key encrypts, the others still decrypt. Without any they are stored as they are. */
export const secretVariables = z
  .object({
    SECRETS_KEY: list.pipe(keys),
    SECRETS_KEY_FILE: z
      .string()
      .optional()
      .transform((path, { addIssue }) => {
        if (path === undefined) return [];
        try {
          return readFileSync(path, "utf8").split(/\s+/).filter(Boolean);
        } catch {
          addIssue({ code: "custom", message: "expected a file that can be read, with a key in each line" });
          return [];
        }
      })
      .pipe(keys),
  })
  .transform((read) => ({ secretKeys: [...read.SECRETS_KEY, ...read.SECRETS_KEY_FILE] }));
