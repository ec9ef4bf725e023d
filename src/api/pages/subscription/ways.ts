import { z } from "zod";
import type { WayToSign } from "../../../collections/index.ts";
import { type TokenSymbol, tokenSymbols } from "../../../protocol/index.ts";
import { type Html, html } from "../html.ts";
import type { Say } from "../messages/index.ts";

/** In a form: in which token on which chain a mandate is to charge; nothing where every invoice is to be paid by hand. */
export const wayField = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z
    .string()
    .max(40)
    .regex(/^\d{1,10}:[A-Z]{3,8}$/)
    .transform((text): Pick<WayToSign, "chainId" | "token"> | undefined => {
      const [chainId, name] = text.split(":");
      const token = tokenSymbols.find((symbol: TokenSymbol) => symbol === name);
      return token && { chainId: Number(chainId), token };
    })
    .optional(),
);

/** The choice among the ways to sign; `first` is offered before them. */
export function wayChoice(say: Say, ways: readonly WayToSign[], label: string, first?: string): Html {
  const key = first === undefined ? "subscription.way" : "subscription.bySignature";
  const options = ways.map(
    ({ chainId, chainName, token }) =>
      html`<option value="${`${chainId}:${token}`}">${say(key, { token, chain: chainName })}</option>`,
  );
  const none = first === undefined ? html`` : html`<option value="">${first}</option>`;
  return html`<label>${label} <select name="way">${none}${options}</select></label>`;
}
