import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Icon } from "../../components/icon.tsx";
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
  const [isOpen, setOpen] = useState(false);
  const [sellers, setSellers] = useState(0);
  const label = say(reference === undefined ? "references.new" : "references.again");
  return (
    <>
      <button type="button" class="button button-primary" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        {label}
      </button>
      {isOpen && (
        <Dialog title={label} close={() => setOpen(false)}>
          <p class="soft small">{say("references.intro")}</p>
          <Form
            label={label}
            submitLabel={say("references.bind")}
            submit={async (typed) => {
              const { id } = await client.depositReferences.bind({
                reference: reference ?? typed.reference ?? "",
                sellers: percentSellersOf(typed, sellers),
                ...(customerId && { customerId }),
              });
              setOpen(false);
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
          </Form>
        </Dialog>
      )}
    </>
  );
}
