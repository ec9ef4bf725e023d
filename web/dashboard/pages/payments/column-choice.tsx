import { say } from "../../messages/index.ts";
import { type ColumnName, columnNames } from "./columns.tsx";
import "./column-choice.css";

type ColumnChoiceProps = {
  readonly chosen: readonly ColumnName[];
  readonly choose: (columns: readonly ColumnName[]) => void;
};

/** Which columns the list has, where there is room for columns. */
export function ColumnChoice({ chosen, choose }: ColumnChoiceProps) {
  return (
    <details class="column-choice">
      <summary class="button">{say("payments.columns")}</summary>
      <fieldset class="column-choices">
        <legend class="spoken">{say("payments.columns")}</legend>
        {columnNames.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={({ currentTarget: { checked } }) =>
                choose(columnNames.filter((each) => (each === name ? checked : chosen.includes(each))))
              }
            />{" "}
            {say(`payments.column.${name}`)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
