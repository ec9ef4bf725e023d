import { Facts } from "../../components/facts.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { Passkeys } from "./passkeys.tsx";
import { Sessions } from "./sessions.tsx";
import { Totp } from "./totp.tsx";

/** The person: how others see it, and how it signs in. */
export function Account() {
  const { client, account, reloadAccount, announce } = useDashboard();
  return (
    <Page title={say("account.title")}>
      <div class="stack">
        <Section title={say("account.you")}>
          <Facts
            facts={[
              [say("account.email"), account.email],
              ...account.organizations.map(({ name, role }) => [name, say(`members.role.${role}`)] as const),
            ]}
          />
          <Form
            label={say("account.you")}
            submitLabel={say("form.save")}
            submit={async ({ name }) => {
              await client.account.update({ ...(name && { name }) });
              await reloadAccount();
              announce(say("form.saved"));
            }}
          >
            <Field
              name="name"
              label={say("account.name")}
              defaultValue={account.name}
              maxLength={100}
              autocomplete="name"
              required
            />
          </Form>
        </Section>
        <Passkeys />
        <Totp />
        <Sessions />
      </div>
    </Page>
  );
}
