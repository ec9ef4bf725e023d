import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Field } from "../../components/field.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { PercentSellers, percentSellersOf } from "../../components/percent-sellers.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";

type BindButtonProps = {
  /** Left out: the customer whose own id is the reference. */
  readonly customerId?: string;
  /** Bound again: it gets the addresses of the split as it is now. */
  readonly reference?: string;
  readonly bound?: () => void;
};

/** Gives a reference addresses for ever. */
export function BindButton({ customerId, reference, bound }: BindButtonProps) {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  const [sellers, setSellers] = useState(0);
  return (
    <FormButton
      look="new"
      label={say(reference === undefined ? "references.new" : "references.again")}
      intro={say("references.intro")}
      submitLabel={say("references.bind")}
      submit={async (typed) => {
        const { id } = await client.depositReferences.bind({
          reference: reference ?? typed.reference ?? "",
          sellers: percentSellersOf(typed, sellers),
          ...(customerId && { customerId }),
        });
        announce(say("references.made"));
        if (bound) bound();
        else route(pathOf("customers", "addresses", id));
      }}
    >
      {reference === undefined && (
        <Field
          name="reference"
          label={say("references.reference")}
          hint={say("references.referenceHint")}
          maxLength={255}
          required
        />
      )}
      <PercentSellers hint={say("references.sellersText")} count={sellers} change={setSellers} />
    </FormButton>
  );
}
