import { useState } from "preact/hooks";
import type { CreateRefund, Payment } from "../../../../clients/typescript/types.ts";
import { Field } from "../../components/field.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type RefundButtonProps = { readonly payment: Payment; readonly changed: () => void };

/** Begins a refund: of all or of a part, to an address that the customer named or names. */
export function RefundButton({ payment, changed }: RefundButtonProps) {
  const { client, announce } = useDashboard();
  const [link, setLink] = useState<string | null>(null);
  return (
    <>
      <FormButton
        label={say("refunds.refund")}
        intro={say("refunds.intro")}
        submitLabel={say("refunds.create")}
        submit={async ({ amount, to, reason = "" }) => {
          const { addressUrl } = await client.refunds.create(payment.id, {
            reason,
            ...(amount && { amount }),
            ...(to && { to: to as NonNullable<CreateRefund["to"]> }),
          });
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
        <Field name="reason" label={say("refunds.reason")} hint={say("refunds.reasonHint")} maxLength={500} required />
      </FormButton>
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
