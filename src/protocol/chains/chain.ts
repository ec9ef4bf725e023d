import type { Address, Hex } from "viem";
import type { NativeToken } from "../native-tokens.ts";

/** The stablecoins that Railsplit knows, by their common name. `symbol()` on chain may differ (USDT is "USD₮0" on Arbitrum). */
export const tokenSymbols = ["USDC", "USDT", "EURC"] as const;
export type TokenSymbol = (typeof tokenSymbols)[number];

/** The EIP-712 domain of a token, as deployed. Never derived from `name()`: tokens get renamed, domains do not. */
export type TokenDomain = {
  readonly name: string;
  readonly version: string;
  /** Polygon's older bridged tokens carry the chain id as a salt and leave out `chainId`. */
  readonly salt?: Hex;
  /** What `DOMAIN_SEPARATOR()` must answer. Checked at boot. */
  readonly separator: Hex;
};

/** One stablecoin on one chain: what it is and which manners it has. */
export type Token = {
  readonly symbol: TokenSymbol;
  readonly address: Address;
  readonly decimals: number;
  /** Null where the token has no typed-data signatures at all. */
  readonly domain: TokenDomain | null;
  /** EIP-2612 `permit`. */
  readonly permit: boolean;
  /** EIP-3009 `receiveWithAuthorization`, including the `bytes` variant that accepts ERC-1271 signatures. */
  readonly authorization: boolean;
  /** `transfer`, `transferFrom` and `approve` return a bool. False: they return nothing. */
  readonly returnsBool: boolean;
  /** `approve` from non-zero to non-zero reverts. */
  readonly approveZeroFirst: boolean;
  /** Who can be frozen: nobody, senders only, or both ends of a transfer. */
  readonly denylist: "none" | "sender" | "both";
  readonly pausable: boolean;
  /** A fee on transfers can be switched on by the issuer. */
  readonly feeSwitch: boolean;
  /** Offered to payers unless the operator says otherwise. */
  readonly enabled: boolean;
};

/** When a block counts as final enough for an amount. */
export type FinalityRule =
  /** So many blocks on top of it. */
  | { readonly kind: "blocks"; readonly blocks: number }
  /** So many seconds of chain time on top of it, for chains whose blocks are faster than a second. */
  | { readonly kind: "seconds"; readonly seconds: number }
  /** At or below the block the node tags, with so many blocks between (0 by default). */
  | { readonly kind: "tag"; readonly tag: "safe" | "finalized"; readonly blocks?: number };

/** Rules by amount: the first tier whose `upTo` (whole token units, inclusive) holds the amount applies. The last one has no bound. */
export type FinalityPolicy = readonly { readonly upTo: bigint | null; readonly rule: FinalityRule }[];

/** One EVM chain on which payments settle. */
export type Chain = {
  readonly id: number;
  /** The name used on command lines and in file names: `--network base`. */
  readonly network: string;
  readonly name: string;
  readonly nativeCurrency: NativeToken;
  /** How the chain charges for publishing a transaction's data on Ethereum, where it does. */
  readonly dataFee?: "optimism" | "arbitrum";
  /** Usual time between two blocks, in milliseconds. */
  readonly blockTime: number;
  readonly testnet: boolean;
  /** Offered to payers unless the operator says otherwise. */
  readonly enabled: boolean;
  readonly finality: FinalityPolicy;
  /** Seconds until nodes tag a block so, at the slow end of the usual. Null: what they call `safe` here is nothing to rely on. */
  readonly tagLatency: { readonly safe: number | null; readonly finalized: number };
  readonly tokens: readonly Token[];
  /** Look-alikes that must never be taken for the real coin. */
  readonly impostors?: Readonly<Record<string, Address>>;
};
