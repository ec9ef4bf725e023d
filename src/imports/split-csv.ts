import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { longestRow, type Row, UnreadableFileError } from "./row.ts";

type Parsed = { readonly info: { readonly lines: number }; readonly record: Readonly<Record<string, string>> };

/**
 * The records of a CSV file whose first line names the columns, each as soon as it is there. "Local Price Amount", "local_price.amount" and "localPrice/amount"
 * name the same column.
 */
export async function* splitCsv(chunks: AsyncIterable<string>): AsyncGenerator<Row> {
  const parser = Readable.from(chunks).pipe(
    parse({
      bom: true,
      columns: (names: string[]) => names.map(columnOf),
      info: true,
      max_record_size: longestRow,
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  try {
    for await (const { info, record } of parser as AsyncIterable<Parsed>) yield { line: info.lines, value: record };
  } catch (error) {
    throw new UnreadableFileError(`The file cannot be read as CSV any further: ${(error as Error).message}`);
  }
}

function columnOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}
