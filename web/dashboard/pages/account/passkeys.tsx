import { useState } from "preact/hooks";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { hasPasskeys, makePasskey } from "../../session/passkeys.ts";

export function Passkeys() {
  const { client, account, reloadAccount, announce } = useDashboard();
  const [isAdding, setAdding] = useState(false);
  return (
    <Section
      title={say("passkeys.title")}
      intro={hasPasskeys ? say("passkeys.intro") : say("passkeys.unable")}
      actions={
        hasPasskeys && (
          <button type="button" class="button" onClick={() => setAdding(true)}>
            {say("passkeys.add")}
          </button>
        )
      }
    >
      {account.passkeys.length > 0 && (
        <Table
          caption={say("passkeys.title")}
          rows={account.passkeys}
          keyOf={({ id }) => id}
          columns={[
            { name: say("passkeys.name"), cell: ({ name }) => name },
            {
              name: say("passkeys.used"),
              cell: ({ lastUsedAt }) =>
                lastUsedAt === null ? say("passkeys.never") : <Time at={lastUsedAt} isShort />,
            },
            {
              name: say("passkeys.remove"),
              isFigure: true,
              cell: ({ id, name }) => (
                <ConfirmButton
                  label={say("passkeys.remove")}
                  what={name}
                  title={say("passkeys.removeTitle")}
                  text={say("passkeys.removeText", { name })}
                  run={async () => {
                    await client.account.removePasskey(id);
                    await reloadAccount();
                    announce(say("passkeys.removed"));
                  }}
                />
              ),
            },
          ]}
        />
      )}
      {isAdding && (
        <Dialog title={say("passkeys.add")} close={() => setAdding(false)}>
          <Form
            label={say("passkeys.add")}
            submitLabel={say("passkeys.add")}
            submit={async ({ name = say("passkeys.title") }) => {
              const options = await client.account.passkeyOptions();
              await client.account.addPasskey(await makePasskey(options, name));
              await reloadAccount();
              setAdding(false);
              announce(say("passkeys.added"));
            }}
          >
            <Field name="name" label={say("passkeys.name")} hint={say("passkeys.nameHint")} maxLength={100} required />
          </Form>
        </Dialog>
      )}
    </Section>
  );
}
