import type { PayerBalances } from "../../../clients/typescript/types.ts";
import { parseDecimal } from "../../../src/protocol/decimal.ts";
import type { Option } from "./state.ts";

/** What the account that was connected last holds of each token that is accepted. */
export type Holdings = {
  /** What the payment takes, in whole tokens: all of them are dollars, within what a quote says exactly. */
  readonly needed: string;
  readonly balances: PayerBalances["balances"];
};

/** No token has more decimal places. */
const mostDecimals = 18;

/** The balance of an option's token, in whole tokens. Undefined where there is none, or nobody knows. */
export function heldOf(holdings: Holdings | null, option: Pick<Option, "chainId" | "token">): string | undefined {
  const held = holdings?.balances.find(({ chainId, token }) => chainId === option.chainId && token === option.token);
  return held?.balance && parseDecimal(held.balance, mostDecimals) > 0n ? held.balance : undefined;
}

/** Whether the account holds what the payment takes. */
export function isEnough(holdings: Holdings | null, option: Pick<Option, "chainId" | "token">): boolean {
  const held = heldOf(holdings, option);
  if (holdings === null || held === undefined) return false;
  return parseDecimal(held, mostDecimals) >= parseDecimal(holdings.needed, mostDecimals);
}
