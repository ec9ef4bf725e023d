import { useState } from "preact/hooks";
import type { Invoice } from "../../../../clients/typescript/types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type CreditButtonProps = { readonly invoice: Invoice; readonly changed: () => void };

/** Takes a part of an invoice back, or all. */
export function CreditButton({ invoice, changed }: CreditButtonProps) {
  const { client, announce } = useDashboard();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {say("invoices.credit")}
      </button>
      {isOpen && (
        <Dialog title={say("invoices.credit")} close={() => setOpen(false)}>
          <p class="soft small">{say("invoices.creditText")}</p>
          <Form
            label={say("invoices.credit")}
            submitLabel={say("invoices.creditMake")}
            submit={async ({ amount, reason = "" }) => {
              await client.invoices.credit(invoice.id, { reason, amount: amount ?? null });
              setOpen(false);
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
          </Form>
        </Dialog>
      )}
    </>
  );
}
