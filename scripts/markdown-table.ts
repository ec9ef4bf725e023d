/** The lines of a table in Markdown, its columns as wide as their widest cell. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)];
}

/** The lines of a page's table that begins so, and where it stands. Throws where there is none. */
export function tableIn(page: string, beginning: string) {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(beginning));
  if (start < 0) throw new Error(`There is no table that begins with "${beginning}".`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return {
    lines: lines.slice(start, start + length),
    /** The page with another table in its place. */
    replacedBy: (table: readonly string[]) => lines.toSpliced(start, length, ...table).join("\n"),
  };
}
