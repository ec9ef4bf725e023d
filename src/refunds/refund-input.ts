import type { Address } from "viem";
import type { TokenSymbol } from "../protocol/index.ts";
import type { RefundSenders } from "../store/index.ts";

/** What a merchant says of a refund. */
export type RefundInput = {
  /** Units of the token, a decimal string. Left out: all that can still go back. */
  readonly amount?: string | null | undefined;
  /** Left out: the payer names it. */
  readonly to?: Address | null | undefined;
  readonly reason: string;
  /** The wallet that the merchant sends it from, where it is another than the one that was paid. */
  readonly from?: Address | null | undefined;
  readonly senders?: RefundSenders | undefined;
  /** Needed where money came in several tokens, and none of them paid. */
  readonly chainId?: number | null | undefined;
  readonly token?: TokenSymbol | null | undefined;
};
