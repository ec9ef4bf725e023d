import type { Address, Hex } from "viem";

/** What a page asks for by `wallet_sendCalls`. */
export type Batch = {
  readonly version: string;
  readonly chainId: Hex;
  readonly from: Address;
  readonly calls: readonly { readonly to: Address; readonly data: Hex; readonly value: Hex }[];
  readonly capabilities?: Readonly<Record<string, { readonly optional?: boolean; readonly url?: string }>>;
};
