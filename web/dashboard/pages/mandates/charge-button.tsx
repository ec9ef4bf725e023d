import type { Mandate } from "../../../../clients/typescript/types.ts";
import { Field } from "../../components/field.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type ChargeButtonProps = { readonly mandate: Mandate; readonly changed: () => void };

/** Charges a period once, in its window. Where a collector signs each amount, its own server asks for charges. */
export function ChargeButton({ mandate, changed }: ChargeButtonProps) {
  const { client, announce } = useDashboard();
  const { id, amount, token, periods } = mandate;
  return (
    <FormButton
      look="primary"
      label={say("mandate.chargeOne")}
      submitLabel={say("mandate.chargeAmount", { amount: formatToken(amount, token) })}
      submit={async ({ number }) => {
        // People count from one.
        await client.mandates.charge(id, { period: Number(number) - 1 });
        announce(say("mandate.asked"));
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
    </FormButton>
  );
}
