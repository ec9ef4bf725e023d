import type { Checkout } from "../../../clients/typescript/types.ts";
import "./token-mark.css";

type Token = Checkout["options"][number]["token"];

/** The sign of the currency that a token stands for. Only ever beside its name. */
const signs: Readonly<Record<Token, string>> = { USDC: "$", USDT: "$", EURC: "€" };

export function TokenMark({ token }: { readonly token: Token }) {
  return (
    <span class={`token-mark token-${token.toLowerCase()}`} aria-hidden="true">
      {signs[token]}
    </span>
  );
}
