import type { Address, Hex } from "viem";
import type { PaymentTerms, TokenSymbol } from "../../../protocol/index.ts";
import type { Clock } from "../../../runtime/index.ts";

/** One token on one chain. */
export type Place = { readonly chainId: number; readonly token: TokenSymbol };

/** What a customer's wallet is told of a quote. */
export type WalletQuote = Place & {
  readonly terms: PaymentTerms;
  readonly router: Address;
  /** The pass-through that sponsors and sends, and what opens it. */
  readonly rpcUrl: string;
  readonly checkoutToken: string;
};

/**
 * What a server over local chains can do beside its work: be its own customer, reorganize its chains, move its time. The sandbox brings them; where there are
 * none, the routes do not exist. What cannot be done is an `ApiError` with the code SIMULATION_REFUSED.
 */
export type SandboxTools = {
  /** Where its customers' money comes from, and goes back to. */
  readonly customer: Address;
  /** Pays from a new smart account without any native token. Answers the transaction, which is on chain then. */
  pay(quote: WalletQuote): Promise<Hex>;
  /** Transfers tokens out of nowhere. Base units. Answers the transaction, which is on chain then. */
  transfer(place: Place, to: Address, amount: bigint): Promise<Hex>;
  /** Base units. */
  balanceOf(place: Place, account: Address): Promise<bigint>;
  /** Replaces the newest blocks of a chain by empty ones. */
  reorganize(chainId: number, blocks: number): Promise<void>;
  /** How many blocks a reorganization would take to take a transaction back; null where no block has it. */
  depthOf(chainId: number, transaction: Hex): Promise<number | null>;
  /** How far the server's time is ahead of the world's. Milliseconds. */
  offset(): number;
  /** Moves the chains forwards, then runs `meanwhile`, then moves the server. One after another. */
  advance(milliseconds: number, meanwhile: () => Promise<void>): Promise<void>;
  /** The time that nobody moves: of who takes webhooks, and of exchange rates. */
  readonly worldClock: Clock;
};

export type SandboxToolsContext = {
  /** Null, or left out: the routes do not exist. */
  readonly sandboxTools?: SandboxTools | null;
};

/** As many blocks as the local chains keep the states of. */
export const mostBlocks = 12;
