import type { Option } from "../checkout/state.ts";

/** The sign of the currency that a token stands for. Only ever beside its name. */
const signs: Readonly<Record<Option["token"], string>> = { USDC: "$", USDT: "$", EURC: "€" };

export function TokenMark({ token }: { readonly token: Option["token"] }) {
  return (
    <span class={`token-mark token-${token.toLowerCase()}`} aria-hidden="true">
      {signs[token]}
    </span>
  );
}
