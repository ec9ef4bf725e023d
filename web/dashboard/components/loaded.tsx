import type { ComponentChildren } from "preact";
import { say } from "../messages/index.ts";
import type { Loaded } from "../session/use-data.ts";
import { Failure } from "./failure.tsx";
import "./loaded.css";

type LoadedProps<Value> = {
  readonly data: Loaded<Value>;
  readonly children: (value: Value) => ComponentChildren;
};

/** What was loaded; until then that it is loading, or why it is not there. What was there stays while it is loaded again. */
export function Show<Value>({ data, children }: LoadedProps<Value>) {
  const { value, error, isLoading, reload } = data;
  return (
    <div class="loaded" aria-busy={isLoading}>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {value === undefined ? error === undefined && <Placeholder /> : children(value)}
    </div>
  );
}

function Placeholder() {
  return (
    <div class="placeholder">
      <span class="spoken">{say("loading")}</span>
      <span />
      <span />
      <span />
    </div>
  );
}
