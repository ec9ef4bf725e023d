import type { Option } from "../../checkout/session/state.ts";
import "./token-mark.css";

/** The sign of the currency that a token stands for. Only ever beside its name. */
const signs: Readonly<Record<Option["token"], string>> = { USDC: "$", USDT: "$", EURC: "€" };

export function TokenMark({ token }: { readonly token: Option["token"] }) {
  return (
    <span class={`token-mark token-${token.toLowerCase()}`} aria-hidden="true">
      {signs[token]}
    </span>
  );
}
