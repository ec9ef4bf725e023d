import type { Address } from "viem";
import type { DepositNotice as CoreDepositNotice } from "../../../payments/index.ts";
import type { TokenSymbol } from "../../../protocol/index.ts";
import { formatToken } from "../payments/view.ts";

export type { PaymentEventType } from "../../../payments/index.ts";

/** Money at a deposit address. Amounts are decimal strings. */
export type DepositNotice = {
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly address: Address;
  readonly receivedAmount: string;
  /** What is still missing; null where the money does not pay the quote: late, of another token, or on another chain. */
  readonly dueAmount: string | null;
  /** With `payment.waiting`: what settling it costs at the moment, and the fee that does not cover it. US dollars. */
  readonly sponsorship?: { readonly estimatedCost: string; readonly fee: string };
};

/** A deposit as webhooks show it. */
export function depositView({ sponsorship, ...deposit }: CoreDepositNotice): DepositNotice {
  const { chainId, token, address, receivedAmount, dueAmount } = deposit;
  return {
    chainId,
    token,
    address,
    receivedAmount: formatToken(chainId, token, receivedAmount),
    dueAmount: dueAmount === null ? null : formatToken(chainId, token, dueAmount),
    ...(sponsorship && {
      sponsorship: { estimatedCost: sponsorship.estimatedCost, fee: sponsorship.fee },
    }),
  };
}
