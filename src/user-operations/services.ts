import type { Address } from "viem";
import type { ChainClient } from "../chain/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { AccountKind } from "./account-kinds/account-kind.ts";
import type { Bundler } from "./bundler.ts";
import type { SponsorshipBudgets } from "./sponsorship/budgets.ts";
import type { GasSponsors } from "./sponsorship/gas-sponsor.ts";

/** For which accounts gas is sponsored, and how much in all. */
export type SponsorshipSettings = { readonly accounts: readonly AccountKind[]; readonly budgets: SponsorshipBudgets };

/** What a payer's operation needs on one chain. */
export type OperationServices = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly bundler: Bundler;
  /** Whether the bundler answered lately: what is sponsored reaches the chain by it alone. */
  readonly isBundlerUp: () => boolean;
  readonly sponsors: GasSponsors;
  readonly sponsorship: SponsorshipSettings;
  /** Of new quotes. */
  readonly router: Address;
  /** Those it replaced on this chain. */
  readonly previousRouters?: readonly Address[] | undefined;
};
