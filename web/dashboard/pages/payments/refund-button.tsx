import { useState } from "preact/hooks";
import type { CreateRefund, Payment } from "../../../../clients/typescript/types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type RefundButtonProps = { readonly payment: Payment; readonly changed: () => void };

/** Begins a refund: of all or of a part, to an address that the customer named or names. */
export function RefundButton({ payment, changed }: RefundButtonProps) {
  const { client, announce } = useDashboard();
  const [isOpen, setOpen] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {say("refunds.refund")}
      </button>
      {isOpen && (
        <Dialog title={say("refunds.refund")} close={() => setOpen(false)}>
          <p class="soft small">{say("refunds.intro")}</p>
          <Form
            label={say("refunds.refund")}
            submitLabel={say("refunds.create")}
            submit={async ({ amount, to, reason = "" }) => {
              const { addressUrl } = await client.refunds.create(payment.id, {
                reason,
                ...(amount && { amount }),
                ...(to && { to: to as NonNullable<CreateRefund["to"]> }),
              });
              setOpen(false);
              setLink(addressUrl);
              if (addressUrl === null) announce(say("refunds.created"));
              changed();
            }}
          >
            <Field
              name="amount"
              label={say("refunds.amount", { token: payment.token ?? "" })}
              hint={say("refunds.amountHint")}
              inputmode="decimal"
              maxLength={40}
            />
            <Field
              name="to"
              label={say("refunds.to")}
              hint={say("refunds.toHint")}
              maxLength={42}
              spellcheck={false}
              autocomplete="off"
            />
            <Field
              name="reason"
              label={say("refunds.reason")}
              hint={say("refunds.reasonHint")}
              maxLength={500}
              required
            />
          </Form>
        </Dialog>
      )}
      {link !== null && (
        <ShownOnce
          title={say("refunds.linkTitle")}
          text={say("refunds.linkText")}
          name={say("refunds.link")}
          secret={link}
          close={() => setLink(null)}
        />
      )}
    </>
  );
}
