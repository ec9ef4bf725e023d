import type { Member } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Choice } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

/** Owners are made by a transfer or an invitation. */
const roles = ["admin", "member", "viewer"] as const;

type MemberDialogProps = { readonly member: Member; readonly close: () => void; readonly changed: () => void };

/** Another role for somebody, shut out for a while, or gone. */
export function MemberDialog({ member, close, changed }: MemberDialogProps) {
  const { client, announce } = useDashboard();
  const { id, name, role, disabledAt, activeKeys } = member;
  const done = (text: string) => {
    announce(text);
    changed();
    close();
  };
  return (
    <Dialog title={say("members.changeOf", { name })} close={close}>
      <Form
        label={say("members.changeOf", { name })}
        submitLabel={say("form.save")}
        submit={async (typed) => {
          const wanted = roles.find((each) => each === typed.role);
          const disabled = typed.disabled === "on";
          await client.members.update(id, { disabled, ...(wanted && wanted !== role && { role: wanted }) });
          done(say("members.changed"));
        }}
        beside={
          <ConfirmButton
            label={say("members.remove")}
            title={say("members.removeTitle", { name })}
            text={say("members.removeText", { count: activeKeys })}
            run={async () => {
              await client.members.remove(id);
              done(say("members.removed"));
            }}
          />
        }
      >
        {role !== "owner" && (
          <Choice name="role" label={say("members.role")} hint={say("members.roleHint")}>
            {roles.map((each) => (
              <option key={each} value={each} selected={each === role}>
                {say(`members.role.${each}`)}
              </option>
            ))}
          </Choice>
        )}
        <label class="check">
          <input type="checkbox" name="disabled" defaultChecked={disabledAt !== null} />
          {say("members.disable")}
        </label>
      </Form>
    </Dialog>
  );
}
