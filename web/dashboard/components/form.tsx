import { type ComponentChildren, createContext } from "preact";
import { useState } from "preact/hooks";
import { ValidationError } from "../../../clients/typescript/errors.ts";
import { say } from "../messages/index.ts";
import { Failure } from "./failure.tsx";

type Issues = ValidationError["issues"];

/** What the API says is wrong with each field of the form around. */
export const FormContext = createContext({ problemsOf: (_name: string): readonly string[] => [] });

/** What was typed, by the names of the fields. What was left empty is left out. */
export type Typed = Readonly<Record<string, string | undefined>>;

type FormProps = {
  readonly label: string;
  readonly submit: (typed: Typed, form: HTMLFormElement) => Promise<unknown>;
  readonly submitLabel: string;
  readonly isDanger?: boolean;
  /** Beside the button that sends it. */
  readonly beside?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** Of every change, for previews. */
  readonly onTyped?: (typed: Typed) => void;
};

/** A form whose answer comes from the API: what is wrong stands beside its field, and what was typed stays. */
export function Form({ label, submit, submitLabel, isDanger, beside, children, onTyped }: FormProps) {
  const [error, setError] = useState<unknown>(undefined);
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const [isSending, setSending] = useState(false);
  const issues: Issues = error instanceof ValidationError ? error.issues : [];
  const problemsOf = (name: string) =>
    issues.filter(({ path }) => path.join(".") === name || `${path[0]}` === name).map(({ message }) => message);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isSending) return;
    const form = event.currentTarget as HTMLFormElement;
    setSending(true);
    try {
      await submit(typedIn(form), form);
      setError(undefined);
    } catch (failure) {
      setNames(new Set([...form.elements].map((element) => element.getAttribute("name") ?? "")));
      setError(failure);
    } finally {
      setSending(false);
    }
  };
  return (
    <FormContext.Provider value={{ problemsOf }}>
      <form
        aria-label={label}
        onSubmit={send}
        onInput={onTyped && (({ currentTarget }) => onTyped(typedIn(currentTarget)))}
      >
        {children}
        <Failure error={error} />
        <Unplaced issues={issues.filter(({ path }) => !names.has(`${path[0]}`) && !names.has(path.join(".")))} />
        <div class="row">
          <button
            type="submit"
            class={isDanger ? "button button-danger" : "button button-primary"}
            aria-disabled={isSending}
          >
            {isSending ? say("form.sending") : submitLabel}
          </button>
          {beside}
        </div>
      </form>
    </FormContext.Provider>
  );
}

/** What belongs to no field that is shown, with its name in the API. */
function Unplaced({ issues }: { readonly issues: Issues }) {
  if (issues.length === 0) return null;
  return (
    <ul class="field-problem">
      {issues.map(({ path, message }) => (
        <li key={path.join(".")}>
          {path.join(".")} {message}
        </li>
      ))}
    </ul>
  );
}

export function typedIn(form: HTMLFormElement): Typed {
  const typed: Record<string, string | undefined> = {};
  for (const [name, value] of new FormData(form)) {
    const text = typeof value === "string" ? value.trim() : "";
    if (text !== "") typed[name] = text;
  }
  return typed;
}
