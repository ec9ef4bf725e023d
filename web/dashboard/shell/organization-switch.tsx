import { say } from "../messages/index.ts";
import { useDashboard } from "../session/dashboard.ts";
import "./organization-switch.css";

/** For whom one works: a name where there is one, a choice where there are several. */
export function OrganizationSwitch() {
  const { account, membership, switchTo } = useDashboard();
  if (account.organizations.length === 1) return <p class="organization">{membership.name}</p>;
  return (
    <label class="organization-choice">
      <span class="spoken">{say("shell.organization")}</span>
      <select
        class="input"
        value={membership.id}
        onChange={({ currentTarget }) => switchTo({ organizationId: currentTarget.value })}
      >
        {account.organizations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
