import { OperatorError } from "../runtime/index.ts";

/** One record of a file, or why it is none. */
export type Row = { readonly line: number } & ({ readonly value: unknown } | { readonly problem: string });

/** Characters of one record: what is longer is no charge. */
export const longestRow = 256 * 1024;

/** The file is not of a kind that can be read at all. */
export class UnreadableFileError extends OperatorError {
  override readonly name = "UnreadableFileError";
}
