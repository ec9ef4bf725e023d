import { useState } from "preact/hooks";
import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { say } from "../../messages/index.ts";
import { mostSellers } from "./sellers-of-form.ts";

/** Others who get a share of the payment. */
export function SellerFields() {
  const [count, setCount] = useState(0);
  return (
    <fieldset class="stack">
      <legend class="field-name">{say("newPayment.sellers")}</legend>
      <p class="field-hint">{say("newPayment.sellersText")}</p>
      {Array.from({ length: count }, (_, index) => (
        // The rows are told apart by their place alone, as the API does.
        <div key={`${index + 1}`} class="pair">
          <Field
            name={`sellers.${index}.address`}
            label={say("newPayment.sellerAddress", { number: index + 1 })}
            maxLength={42}
            spellcheck={false}
            autocomplete="off"
          />
          <Field
            name={`sellers.${index}.amount`}
            label={say("newPayment.sellerAmount", { number: index + 1 })}
            inputmode="decimal"
            maxLength={40}
          />
        </div>
      ))}
      <div class="row">
        {count < mostSellers && (
          <button type="button" class="button" onClick={() => setCount(count + 1)}>
            <Icon name="plus" />
            {say("newPayment.addSeller")}
          </button>
        )}
        {count > 0 && (
          <button type="button" class="button button-plain" onClick={() => setCount(count - 1)}>
            {say("newPayment.removeSeller", { number: count })}
          </button>
        )}
      </div>
    </fieldset>
  );
}
