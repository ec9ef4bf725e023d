import { useState } from "preact/hooks";
import type { Mandate } from "../../../../clients/typescript/types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type ChargeButtonProps = { readonly mandate: Mandate; readonly changed: () => void };

/** Charges a period once, in its window. Where a collector signs each amount, its own server asks for charges. */
export function ChargeButton({ mandate, changed }: ChargeButtonProps) {
  const { client, announce } = useDashboard();
  const [isOpen, setOpen] = useState(false);
  const { id, amount, token, periods } = mandate;
  return (
    <>
      <button type="button" class="button button-primary" onClick={() => setOpen(true)}>
        {say("mandate.chargeOne")}
      </button>
      {isOpen && (
        <Dialog title={say("mandate.chargeOne")} close={() => setOpen(false)}>
          <Form
            label={say("mandate.chargeOne")}
            submitLabel={say("mandate.chargeAmount", { amount: formatToken(amount, token) })}
            submit={async ({ number }) => {
              // People count from one.
              await client.mandates.charge(id, { period: Number(number) - 1 });
              announce(say("mandate.asked"));
              setOpen(false);
              changed();
            }}
          >
            <p>{say("mandate.chargeText")}</p>
            <Field
              name="number"
              label={say("mandate.period")}
              type="number"
              min="1"
              max={`${periods}`}
              defaultValue="1"
              required
            />
          </Form>
        </Dialog>
      )}
    </>
  );
}
