import type { CreateApiKey, NewApiKey } from "../../../../clients/typescript/types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Choice, Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type Scopes = NonNullable<CreateApiKey["scopes"]>;

/** What keys are usually for. Others are made by the API. */
const kinds = {
  all: undefined,
  payments: ["payments:read", "payments:write", "checkout:read", "links:read", "links:write"],
  read: ["payments:read", "checkout:read", "transactions:read", "analytics:read", "links:read", "webhooks:read"],
} as const satisfies Readonly<Record<string, Scopes | undefined>>;

const lives = ["never", "30d", "90d", "180d", "1y"] as const;

type NewKeyDialogProps = { readonly close: () => void; readonly made: (key: NewApiKey) => void };

export function NewKeyDialog({ close, made }: NewKeyDialogProps) {
  const { client } = useDashboard();
  return (
    <Dialog title={say("keys.createTitle")} close={close}>
      <Form
        label={say("keys.createTitle")}
        submitLabel={say("keys.create")}
        submit={async ({ name = "", kind = "payments", life = "never", allowedAddresses = "" }) => {
          const scopes = kinds[kind as keyof typeof kinds];
          const addresses = allowedAddresses
            .split(",")
            .map((text) => text.trim())
            .filter(Boolean);
          made(
            await client.apiKeys.create({
              name,
              ...(scopes && { scopes: [...scopes] }),
              allowedAddresses: addresses,
              expiresIn: life as (typeof lives)[number],
            }),
          );
        }}
      >
        <Field name="name" label={say("keys.name")} hint={say("keys.nameHint")} maxLength={100} />
        <Choice name="kind" label={say("keys.scopes")} defaultValue="payments">
          {(["payments", "read", "all"] as const).map((kind) => (
            <option key={kind} value={kind}>
              {say(`keys.scopes.${kind}`)}
            </option>
          ))}
        </Choice>
        <Choice name="life" label={say("keys.expires")}>
          {lives.map((life) => (
            <option key={life} value={life}>
              {say(`keys.expires.${life}`)}
            </option>
          ))}
        </Choice>
        <Field
          name="allowedAddresses"
          label={say("keys.addresses")}
          hint={say("keys.addressesHint")}
          maxLength={1_000}
        />
      </Form>
    </Dialog>
  );
}
