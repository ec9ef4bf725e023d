import { say } from "../messages/index.ts";
import { useDashboard } from "../session/dashboard.ts";
import "./mode-switch.css";

const modes = ["test", "live"] as const;

/** Test or live money. What is chosen shows in the whole frame around the page. */
export function ModeSwitch() {
  const { mode, switchTo } = useDashboard();
  return (
    <fieldset class={`mode-switch mode-switch-${mode}`}>
      <legend class="spoken">{say("shell.mode")}</legend>
      {modes.map((each) => (
        <label key={each}>
          <input type="radio" name="mode" checked={each === mode} onChange={() => switchTo({ mode: each })} />
          <span>{say(`shell.mode.${each}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
