import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

type RowFieldsProps = {
  readonly legend: string;
  readonly hint?: string;
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly addLabel: string;
  readonly removeLabel: string;
  readonly change: (count: number) => void;
  /** The fields of one row, by its place: the API tells rows apart by it, too. */
  readonly children: (index: number) => ComponentChildren;
};

/** Rows of fields, as many as one likes; the last one can be taken away. */
export function RowFields({
  legend,
  hint,
  count,
  least,
  most,
  addLabel,
  removeLabel,
  change,
  children,
}: RowFieldsProps) {
  return (
    <fieldset class="stack">
      <legend class="field-name">{legend}</legend>
      {hint && <p class="field-hint">{hint}</p>}
      {Array.from({ length: count }, (_, index) => (
        <div key={`${index + 1}`} class="pair">
          {children(index)}
        </div>
      ))}
      <div class="row">
        {count < most && (
          <button type="button" class="button" onClick={() => change(count + 1)}>
            <Icon name="plus" />
            {addLabel}
          </button>
        )}
        {count > least && (
          <button type="button" class="button button-plain" onClick={() => change(count - 1)}>
            {removeLabel}
          </button>
        )}
      </div>
    </fieldset>
  );
}
