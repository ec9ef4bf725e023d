import { type Address, type Hex, isAddress, isHex } from "viem";
import { z } from "zod";
import { parseDecimal } from "../protocol/index.ts";
import { OperatorError } from "../runtime/index.ts";

/** The environment does not make a configuration: says every variable that is missing or wrong, and what it should be. */
export class ConfigurationError extends OperatorError {
  override readonly name = "ConfigurationError";
}

/** Reads the variables of one or several rooms, all of their problems at once. Throws `ConfigurationError`. */
export function readVariables<Variables extends z.ZodType>(
  variables: Variables,
  environment: NodeJS.ProcessEnv,
): z.output<Variables> {
  const parsed = variables.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = path[0]?.toString();
    if (name === undefined) return message;
    return environment[name] === undefined ? `${name} is not set: ${message}` : `${name}: ${message}`;
  });
  throw new ConfigurationError(
    `The configuration is not complete. Set these variables (docs/operations.md explains each):\n${problems.map((problem) => `- ${problem}`).join("\n")}`,
  );
}

export const address = z.custom<Address>(
  (value) => typeof value === "string" && isAddress(value),
  "expected an address: 0x and 40 hexadecimal digits, with a right checksum",
);

export const privateKey = z.custom<Hex>(
  (value) => isHex(value) && value.length === 66,
  "expected 0x and 64 hexadecimal digits",
);

/** A sum of US dollars, as 10^-18 of one. */
export const dollars = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,2})?$/, 'expected US dollars such as "50"')
  .transform((text) => parseDecimal(text, 18));

/** Paths are appended to it. */
export const webUrl = z
  .url({ protocol: /^https?$/, error: "expected a URL that begins with http:// or https://" })
  .transform((text) => text.replace(/\/$/, ""));

/** Values with commas between. */
export const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((value) => value.trim() || []));

/** A whole number within bounds. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER) {
  const expected = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return z.coerce
    .number(`expected a whole number ${expected}`)
    .pipe(
      z
        .int(`expected a whole number ${expected}`)
        .min(min, `expected a whole number ${expected}`)
        .max(max, `expected a whole number ${expected}`),
    );
}
