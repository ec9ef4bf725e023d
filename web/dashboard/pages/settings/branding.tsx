import { useState } from "preact/hooks";
import type { Organization, SetLogo } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Field } from "../../components/field.tsx";
import { Form, type Typed } from "../../components/form.tsx";
import { Show } from "../../components/loaded.tsx";
import { PayerPreview } from "../../components/payer-preview.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { SettingsPage } from "./settings-page.tsx";

/** How customers see the organization. */
export function Branding() {
  const { client } = useDashboard();
  const mayManage = useMay("manage");
  const [typed, setTyped] = useState<Typed | null>(null);
  const data = useData(() => client.organization.retrieve(), []);
  return (
    <SettingsPage>
      <Show data={data}>
        {(organization) => (
          <div class="columns">
            <div class="stack">
              {mayManage && <ColorAndContact organization={organization} onTyped={setTyped} />}
              {mayManage && <Logo organization={organization} changed={data.reload} />}
            </div>
            <PayerPreview
              // The picture is read again with it.
              key={organization.logoUrl ?? ""}
              amount="48.00"
              accentColor={typed === null ? organization.accentColor : (typed.accentColor ?? null)}
              supportContact={
                typed === null ? (organization.supportContact ?? undefined) : (typed.supportContact ?? "")
              }
            />
          </div>
        )}
      </Show>
    </SettingsPage>
  );
}

type Part = { readonly organization: Organization };

function ColorAndContact({ organization, onTyped }: Part & { readonly onTyped: (typed: Typed) => void }) {
  const { client, announce } = useDashboard();
  return (
    <Section title={say("branding.title")}>
      <Form
        label={say("branding.title")}
        submitLabel={say("form.save")}
        onTyped={onTyped}
        submit={async ({ accentColor, supportContact }) => {
          await client.organization.update({
            accentColor: accentColor ?? null,
            supportContact: supportContact ?? null,
          });
          announce(say("form.saved"));
        }}
      >
        <Field
          name="accentColor"
          label={say("branding.color")}
          hint={say("branding.colorHint")}
          defaultValue={organization.accentColor ?? undefined}
          maxLength={7}
          spellcheck={false}
        />
        <Field
          name="supportContact"
          label={say("branding.support")}
          hint={say("branding.supportHint")}
          defaultValue={organization.supportContact ?? undefined}
          maxLength={2_000}
        />
      </Form>
    </Section>
  );
}

function Logo({ organization, changed }: Part & { readonly changed: () => void }) {
  const { client, announce } = useDashboard();
  return (
    <Section
      title={say("branding.logo")}
      intro={say("branding.logoHint")}
      actions={
        organization.logoUrl !== null && (
          <ConfirmButton
            label={say("branding.logoRemove")}
            title={say("branding.logoRemoveTitle")}
            text={say("branding.logoRemoveText")}
            run={async () => {
              await client.organization.removeLogo();
              changed();
            }}
          />
        )
      }
    >
      <Form
        label={say("branding.logo")}
        submitLabel={say("branding.logoSet")}
        submit={async (_, form) => {
          const file = new FormData(form).get("logo");
          if (!(file instanceof File) || file.size === 0) return;
          await client.organization.setLogo({
            // Another type the API refuses, and says so.
            type: file.type as SetLogo["type"],
            data: await base64Of(file),
          });
          announce(say("form.saved"));
          changed();
        }}
      >
        <input
          class="input"
          type="file"
          name="logo"
          accept="image/png,image/svg+xml"
          aria-label={say("branding.logo")}
          required
        />
      </Form>
    </Section>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
