import { type Address, getAddress, isAddressEqual } from "viem";
import { askWallet, askWalletQuietly } from "./ask-wallet.ts";
import type { Eip1193Provider } from "./eip1193.ts";
import { NoAccountError } from "./errors.ts";
import { switchChain } from "./switch-chain.ts";
import type { ConnectedWallet, Wallet } from "./wallet.ts";

/** Asks a provider for its account, brings it to the chain, and watches that the account stays. */
export async function connectProvider(
  wallet: Wallet,
  provider: Eip1193Provider,
  chainId: number,
  disconnect: () => Promise<unknown> = () => revoke(provider),
): Promise<ConnectedWallet> {
  const accounts = await askWallet<readonly Address[] | null>(provider, { method: "eth_requestAccounts" });
  const account = accounts?.[0];
  if (account === undefined) throw new NoAccountError(wallet.name);
  const address = getAddress(account);
  await switchChain(provider, chainId);
  const stops = new Set<() => void>();
  return {
    wallet,
    address,
    provider,
    onChange(listener) {
      const stop = watch(provider, address, listener);
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    async disconnect() {
      for (const stop of stops) stop();
      await disconnect();
    },
  };
}

/** Another chain is no matter: the wallet is brought back before anything is signed. */
function watch(provider: Eip1193Provider, address: Address, changed: () => void): () => void {
  const listeners: Readonly<Record<string, (...values: never[]) => void>> = {
    accountsChanged: (accounts: readonly Address[]) => {
      const [first] = accounts;
      if (first === undefined || !isAddressEqual(first, address)) changed();
    },
    disconnect: changed,
  };
  for (const [event, listener] of Object.entries(listeners)) provider.on?.(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) provider.removeListener?.(event, listener);
  };
}

/** Not every wallet knows how (EIP-2255): then forgetting it here is all there is. */
async function revoke(provider: Eip1193Provider): Promise<void> {
  await askWalletQuietly(provider, { method: "wallet_revokePermissions", params: [{ eth_accounts: {} }] });
}
