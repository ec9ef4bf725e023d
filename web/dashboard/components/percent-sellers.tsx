import { say } from "../messages/index.ts";
import { Field } from "./field.tsx";
import type { Typed } from "./form.tsx";
import { RowFields } from "./row-fields.tsx";

/** What the contracts split a payment among, beside the merchant. */
export const mostPercentSellers = 5;

type PercentSellersProps = {
  readonly hint: string;
  readonly count: number;
  readonly change: (count: number) => void;
  /** What they begin with. */
  readonly first?: Typed;
};

/** Others who get a part of everything that comes, in percent. */
export function PercentSellers({ hint, count, change, first = {} }: PercentSellersProps) {
  return (
    <RowFields
      legend={say("newPayment.sellers")}
      hint={hint}
      count={count}
      least={0}
      most={mostPercentSellers}
      addLabel={say("newPayment.addSeller")}
      removeLabel={say("newPayment.removeSeller", { number: count })}
      change={change}
    >
      {(index) => (
        <>
          <Field
            name={`sellers.${index}.address`}
            label={say("newPayment.sellerAddress", { number: index + 1 })}
            defaultValue={first[`sellers.${index}.address`]}
            maxLength={42}
            spellcheck={false}
            autocomplete="off"
          />
          <Field
            name={`sellers.${index}.percent`}
            label={say("references.percent", { number: index + 1 })}
            defaultValue={first[`sellers.${index}.percent`]}
            inputmode="decimal"
            maxLength={6}
          />
        </>
      )}
    </RowFields>
  );
}

/** Whether each is an address the API says, beside the field. */
export function percentSellersOf(typed: Typed, count: number): { address: `0x${string}`; percent: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    address: (typed[`sellers.${index}.address`] ?? "") as `0x${string}`,
    percent: typed[`sellers.${index}.percent`] ?? "",
  }));
}
