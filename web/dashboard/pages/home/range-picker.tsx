import { useLocation } from "preact-iso";
import { timeZone } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { type Range, ranges } from "./range.ts";

/** Of which days the figures are, and in which time zone days begin. */
export function RangePicker({ range }: { readonly range: Range }) {
  const { route } = useLocation();
  return (
    <>
      <span class="soft small">{say("home.zone", { zone: timeZone })}</span>
      <label>
        <span class="spoken">{say("home.range")}</span>
        <select
          class="input"
          value={range}
          onChange={({ currentTarget }) => route(pathWith(pathOf(), { range: currentTarget.value }))}
        >
          {ranges.map((each) => (
            <option key={each} value={each}>
              {say(`home.range.${each}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
