import { parseArgs } from "node:util";
import { isStorableText, OperatorError } from "../runtime/index.ts";

/** A mistake on the command line, not in the program: printed without a stack. */
export class UsageError extends OperatorError {
  override readonly name = "UsageError";
}

type Options = Readonly<Record<string, "string" | "boolean">>;

/** One operator command. */
export type Command = {
  readonly name: string;
  /** What it was called before: still understood, and not shown. */
  readonly formerName?: string;
  /** Its part of the help: what it does, then a line for each option. */
  readonly help: string;
  /** What does it, by the arguments behind its name. */
  load(): Promise<(args: readonly string[]) => Promise<void>>;
};

/** The options of a command, and `--json`, which each takes: most print nothing else anyway. Throws `UsageError` for one that it does not have. */
export function readOptions<const Known extends Options>(args: readonly string[], known: Known) {
  const options = Object.fromEntries(
    Object.entries({ ...known, json: "boolean" as const }).map(([name, type]) => [name, { type }]),
  );
  checkText(args);
  try {
    return parseArgs({ args: [...args], options }).values as {
      readonly [Name in keyof Known]?: Known[Name] extends "string" ? string : boolean;
    } & { readonly json?: boolean };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Node reads what is no UTF-8 as U+FFFD: what somebody meant cannot be known any more. */
function checkText(args: readonly string[]): void {
  const wrong = args.find((arg) => !isStorableText(arg) || arg.includes("\u{FFFD}"));
  if (wrong !== undefined) throw new UsageError(`${JSON.stringify(wrong)} is not valid UTF-8 text: write it again.`);
}
