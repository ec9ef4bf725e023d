import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Address } from "viem";
import type { SandboxAccount } from "./accounts.ts";
import { payerAccounts, type SandboxChain } from "./sandbox.ts";

/** Everything another program needs to use a running sandbox. */
export type SandboxState = {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** The page of the mails that were sent; `/mails.json` there is for programs. */
  readonly mailboxUrl: string;
  /** Opens a session of the merchant's owner in a browser. */
  readonly ownerUrl: string;
  /** By chain id. */
  readonly chains: Readonly<Record<string, ChainState>>;
};

export type ChainState = {
  readonly rpcUrl: string;
  readonly bundlerUrl: string;
  readonly router: Address;
  readonly entryPoint: Address;
  readonly gasSponsor: Address;
  /** By the version of their EntryPoint. */
  readonly earlierSponsors: SandboxChain["earlierSponsors"];
  /** By symbol. */
  readonly tokens: Readonly<Record<string, { readonly address: Address; readonly decimals: number }>>;
  /** Payers with stablecoins; the first ones hold the native token too. */
  readonly accounts: readonly SandboxAccount[];
};

export function chainState(on: SandboxChain): ChainState {
  const { chain, rpcUrl, bundlerUrl, router, entryPoint, gasSponsor, earlierSponsors } = on;
  const tokens = chain.tokens.map(({ symbol, address, decimals }) => [symbol, { address, decimals }]);
  return {
    rpcUrl,
    bundlerUrl,
    router,
    entryPoint,
    gasSponsor,
    earlierSponsors,
    tokens: Object.fromEntries(tokens),
    accounts: payerAccounts,
  };
}

/** Where the folder of a run has it. */
export const statePath = (directory: string): string => join(directory, "state.json");

/** Writes the file atomically, readable by its owner alone: it holds keys. */
export async function writeSandboxState(path: string, state: SandboxState): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, path);
}

export async function removeSandboxState(path: string): Promise<void> {
  await rm(path, { force: true });
}
