import type { ComponentChildren } from "preact";
import { useContext, useId } from "preact/hooks";
import { FormContext } from "./form.tsx";

type Shared = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
};

/** What a field may be told beside. */
type Typing = {
  readonly defaultValue?: string | undefined;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly spellcheck?: boolean;
  readonly autocomplete?: string;
  readonly autofocus?: boolean;
};

type InputProps = Shared &
  Typing & {
    readonly type?: "text" | "email" | "url" | "date" | "number" | "color";
    readonly inputmode?: "decimal" | "numeric" | "text" | undefined;
    readonly pattern?: string;
    readonly min?: string;
    readonly max?: string;
  };
type SelectProps = Shared & {
  readonly children: ComponentChildren;
  readonly defaultValue?: string | undefined;
  readonly onChoose?: (value: string) => void;
};

/** A field with its name, what it is for, and what the API says is wrong with it. */
export function Field({ name, label, hint, ...input }: InputProps) {
  return (
    <Labelled name={name} label={label} hint={hint}>
      {(described) => <input class="input" name={name} {...(input as object)} {...described} />}
    </Labelled>
  );
}

type DateTimeProps = Shared & { readonly isOptional?: boolean };

/** A moment in the reader's own zone. */
export function DateTimeField({ name, label, hint, isOptional = false }: DateTimeProps) {
  return (
    <Labelled name={name} label={label} hint={hint}>
      {(described) => <input class="input" type="datetime-local" name={name} required={!isOptional} {...described} />}
    </Labelled>
  );
}

export function Choice({ name, label, hint, children, defaultValue, onChoose }: SelectProps) {
  return (
    <Labelled name={name} label={label} hint={hint}>
      {(described) => (
        <select
          class="input"
          name={name}
          {...(defaultValue !== undefined && { defaultValue })}
          onChange={({ currentTarget }) => onChoose?.(currentTarget.value)}
          {...described}
        >
          {children}
        </select>
      )}
    </Labelled>
  );
}

export function TextArea({ name, label, hint, ...area }: Shared & Typing) {
  return (
    <Labelled name={name} label={label} hint={hint}>
      {(described) => <textarea class="input" name={name} {...area} {...described} />}
    </Labelled>
  );
}

type CheckProps = { readonly name: string; readonly label: string; readonly isChecked?: boolean };

/** Yes or no; what the API says against it stands below. */
export function Check({ name, label, isChecked = false }: CheckProps) {
  const problems = useContext(FormContext).problemsOf(name);
  return (
    <div class="field">
      <label class="check">
        <input type="checkbox" name={name} defaultChecked={isChecked} />
        {label}
      </label>
      {problems.length > 0 && <span class="field-problem">{problems.join(" ")}</span>}
    </div>
  );
}

type Described = { readonly id: string; readonly "aria-describedby"?: string; readonly "aria-invalid"?: true };

function Labelled({
  name,
  label,
  hint,
  children,
}: Shared & { readonly children: (described: Described) => ComponentChildren }) {
  const id = useId();
  const problems = useContext(FormContext).problemsOf(name);
  const described = [hint && `${id}-hint`, problems.length > 0 && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label class="field-name" for={id}>
        {label}
      </label>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(problems.length > 0 && { "aria-invalid": true as const }),
      })}
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {problems.length > 0 && (
        <span class="field-problem" id={`${id}-problem`}>
          {problems.join(" ")}
        </span>
      )}
    </div>
  );
}
