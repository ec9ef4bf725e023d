import type { Invoice } from "../../../../clients/typescript/types.ts";
import { Field } from "../../components/field.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type CreditButtonProps = { readonly invoice: Invoice; readonly changed: () => void };

/** Takes a part of an invoice back, or all. */
export function CreditButton({ invoice, changed }: CreditButtonProps) {
  const { client, announce } = useDashboard();
  return (
    <FormButton
      label={say("invoices.credit")}
      intro={say("invoices.creditText")}
      submitLabel={say("invoices.creditMake")}
      submit={async ({ amount, reason = "" }) => {
        await client.invoices.credit(invoice.id, { reason, amount: amount ?? null });
        announce(say("invoices.credited"));
        changed();
      }}
    >
      <Field
        name="amount"
        label={say("invoices.creditAmount", { currency: invoice.currency })}
        hint={say("invoices.creditAmountHint")}
        inputmode="decimal"
        maxLength={40}
      />
      <Field name="reason" label={say("invoices.creditReason")} maxLength={500} required />
    </FormButton>
  );
}
