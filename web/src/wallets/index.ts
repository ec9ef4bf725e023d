import type { CheckoutSettings } from "../checkout/settings.ts";
import { watchAnnouncedWallets } from "./announced-wallets.ts";
import { loadedWallets } from "./loaded-wallets.ts";
import type { Wallet } from "./wallet.ts";

export type { ConnectedWallet, Wallet } from "./wallet.ts";

/** Tells of the wallets there are, now and whenever that changes. Returns what stops it. */
export function watchWallets(settings: CheckoutSettings, changed: (wallets: readonly Wallet[]) => void): () => void {
  const loaded = loadedWallets(settings);
  changed(loaded);
  return watchAnnouncedWallets((announced) => changed([...announced, ...loaded]));
}
