import type { Typed } from "../../components/form.tsx";

/** What the contracts split a payment among, beside the merchant. */
export const mostSellers = 5;

/** The recipients of a form: fields named as the API names what is wrong with them. */
export function sellersOfForm(typed: Typed): { address: `0x${string}`; amount: string }[] {
  return Array.from({ length: mostSellers }, (_, index) => ({
    // Whether it is an address the API says, beside the field.
    address: (typed[`sellers.${index}.address`] ?? "") as `0x${string}`,
    amount: typed[`sellers.${index}.amount`] ?? "",
  })).filter(({ address, amount }) => `${address}` !== "" || amount !== "");
}
