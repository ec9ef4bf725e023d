import type { ComponentChildren } from "preact";
import "./table.css";

export type Column<Row> = {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Figures are compared by their ends. */
  readonly isFigure?: boolean;
  /** Left out where there is little room: the row says the same in another way, or its page does. */
  readonly isWide?: boolean;
};

type TableProps<Row> = {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string;
};

/** Rows of a list. The first column names the row; where it is a link, the whole row is. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <table class="table">
      <caption class="spoken">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" class={classOf(column)}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)}>
            {columns.map((column) => (
              <td key={column.name} class={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf<Row>({ isFigure, isWide }: Column<Row>): string {
  return [isFigure && "cell-figure", isWide && "cell-wide"].filter(Boolean).join(" ");
}
