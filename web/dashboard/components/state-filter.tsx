import { useLocation } from "preact-iso";
import { say } from "../messages/index.ts";
import { pathWith } from "../session/paths.ts";

type States = readonly (readonly [state: string, name: string])[];

type StateFilterProps = {
  /** Of the list, whose address says which state is shown; other questions there stay. */
  readonly path: string;
  readonly states: States;
  /** Its name in the address. */
  readonly name?: string;
};

/** A list's rows of one state, or all. */
export function StateFilter({ path, states, name = "status" }: StateFilterProps) {
  const { query, route } = useLocation();
  return (
    <label class="row">
      <span class="small soft">{say("links.show")}</span>
      <select
        class="input choice"
        value={query[name] ?? ""}
        onChange={({ currentTarget }) => route(pathWith(path, { ...query, [name]: currentTarget.value }))}
      >
        <option value="">{say("links.showAll")}</option>
        {states.map(([state, label]) => (
          <option key={state} value={state}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Of what can be archived. */
export function archiveStates(): States {
  return [
    ["true", say("links.showActive")],
    ["false", say("links.showArchived")],
  ];
}
