import type { Invite } from "../../../../clients/typescript/types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Choice, Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";

type InviteDialogProps = { readonly close: () => void; readonly invited: (url: string | null) => void };

export function InviteDialog({ close, invited }: InviteDialogProps) {
  const { client, announce } = useDashboard();
  const mayOwn = useMay("own");
  const roles = [...(["member", "viewer", "admin"] as const), ...(mayOwn ? (["owner"] as const) : [])];
  return (
    <Dialog title={say("members.invite")} close={close}>
      <Form
        label={say("members.invite")}
        submitLabel={say("members.invite")}
        submit={async ({ email = "", role, delivery }) => {
          const { url } = await client.members.invite({
            email,
            role: role as Invite["role"],
            delivery: delivery as NonNullable<Invite["delivery"]>,
          });
          if (url === null) announce(say("members.invited"));
          invited(url);
        }}
      >
        <Field name="email" type="email" label={say("members.email")} maxLength={254} autocomplete="off" required />
        <Choice name="role" label={say("members.role")} hint={say("members.roleHint")}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {say(`members.role.${role}`)}
            </option>
          ))}
        </Choice>
        <Choice name="delivery" label={say("members.delivery")}>
          {(["mail", "link"] as const).map((delivery) => (
            <option key={delivery} value={delivery}>
              {say(`members.delivery.${delivery}`)}
            </option>
          ))}
        </Choice>
      </Form>
    </Dialog>
  );
}
