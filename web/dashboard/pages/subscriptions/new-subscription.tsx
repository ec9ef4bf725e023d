import { useLocation } from "preact-iso";
import { Field } from "../../components/field.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { PackageChoice } from "./package-choice.tsx";

/** Subscribes a customer, who is mailed the first invoice or told of the trial. */
export function NewSubscription() {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  return (
    <FormButton
      look="new"
      label={say("subscriptions.new")}
      submitLabel={say("subscriptions.create")}
      submit={async ({ packageId = "", customerEmail = "", customerName, externalCustomerRef }) => {
        const { id } = await client.subscriptions.create({
          packageId,
          customerEmail,
          customerName: customerName ?? null,
          externalCustomerRef: externalCustomerRef ?? null,
        });
        announce(say("subscriptions.made"));
        route(pathOf("subscriptions", id));
      }}
    >
      <PackageChoice />
      <Field
        name="customerEmail"
        type="email"
        label={say("invoices.email")}
        hint={say("subscriptions.emailHint")}
        maxLength={254}
        required
      />
      <Field name="customerName" label={say("customers.name")} maxLength={255} />
      <Field name="externalCustomerRef" label={say("subscriptions.reference")} maxLength={255} />
    </FormButton>
  );
}
