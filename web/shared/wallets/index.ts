import { watchAnnouncedWallets } from "./announced-wallets.ts";
import { loadedWallets, type WalletSettings } from "./loaded-wallets.ts";
import type { Wallet } from "./wallet.ts";

export { askWallet, askWalletQuietly } from "./ask-wallet.ts";
export type { Eip1193Provider } from "./eip1193.ts";
export { AccountChangedError, NoAccountError, WalletCannotError, WrongNetworkError } from "./errors.ts";
export type { WalletSettings } from "./loaded-wallets.ts";
export { switchChain } from "./switch-chain.ts";
export type { ConnectedWallet, Wallet } from "./wallet.ts";

/** Reports the wallets there are, now and whenever that changes. Returns what stops it. */
export function watchWallets(settings: WalletSettings, changed: (wallets: readonly Wallet[]) => void): () => void {
  const loaded = loadedWallets(settings);
  changed(loaded);
  return watchAnnouncedWallets((announced) => changed([...announced, ...loaded]));
}
