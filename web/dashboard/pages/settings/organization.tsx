import type { Organization as OrganizationView } from "../../../../clients/typescript/types.ts";
import { Facts } from "../../components/facts.tsx";
import { Field, TextArea } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { SettingsPage } from "./settings-page.tsx";

/** What counts for all payments of the organization. */
export function Organization() {
  const { client } = useDashboard();
  const mayManage = useMay("manage");
  const data = useData(() => client.organization.retrieve(), []);
  return (
    <SettingsPage>
      <Show data={data}>
        {(organization) => (
          <Section title={say("organization.title")}>
            <Facts
              facts={[
                !mayManage && [say("organization.name"), organization.name],
                [say("organization.id"), <Id key="id" text={organization.id} what={say("organization.id")} />],
                [say("organization.created"), <Time key="created" at={organization.createdAt} />],
              ]}
            />
            {mayManage && <Change organization={organization} />}
          </Section>
        )}
      </Show>
      {mayManage && <CheckoutInPages />}
    </SettingsPage>
  );
}

function Change({ organization }: { readonly organization: OrganizationView }) {
  const { client, announce, reloadAccount } = useDashboard();
  return (
    <Form
      label={say("organization.title")}
      submitLabel={say("form.save")}
      submit={async ({ name, successUrl, cancelUrl }) => {
        await client.organization.update({
          ...(name && { name }),
          successUrl: successUrl ?? null,
          cancelUrl: cancelUrl ?? null,
        });
        await reloadAccount();
        announce(say("form.saved"));
      }}
    >
      <Field
        name="name"
        label={say("organization.name")}
        hint={say("organization.nameHint")}
        defaultValue={organization.name}
        maxLength={100}
        required
      />
      <div class="pair">
        <Field
          name="successUrl"
          type="url"
          label={say("organization.success")}
          hint={say("organization.urlHint")}
          defaultValue={organization.successUrl ?? undefined}
          maxLength={2_000}
        />
        <Field
          name="cancelUrl"
          type="url"
          label={say("organization.cancel")}
          hint={say("organization.urlHint")}
          defaultValue={organization.cancelUrl ?? undefined}
          maxLength={2_000}
        />
      </div>
    </Form>
  );
}

/** Which pages may open the checkout over themselves. */
function CheckoutInPages() {
  const { client, announce } = useDashboard();
  const data = useData(() => client.checkout.settings(), []);
  return (
    <Section title={say("organization.checkout")}>
      <Show data={data}>
        {(settings) => (
          <Form
            label={say("organization.checkout")}
            submitLabel={say("form.save")}
            submit={async ({ embedOrigins = "" }) => {
              await client.checkout.updateSettings({ embedOrigins: embedOrigins.split(/\s+/).filter(Boolean) });
              announce(say("form.saved"));
            }}
          >
            <TextArea
              name="embedOrigins"
              label={say("organization.embed")}
              hint={say("organization.embedHint")}
              defaultValue={settings.embedOrigins.join("\n")}
              maxLength={6_500}
              spellcheck={false}
            />
          </Form>
        )}
      </Show>
    </Section>
  );
}
