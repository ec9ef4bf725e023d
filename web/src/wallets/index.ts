import type { Address, EIP1193Provider } from "viem";
import type { CheckoutSettings } from "../checkout/settings.ts";

export type Wallet = {
  readonly id: string;
  readonly name: string;
  /** A data URL. */
  readonly icon?: string;
  connect(chainId: number): Promise<ConnectedWallet>;
};

export type ConnectedWallet = {
  readonly wallet: Wallet;
  readonly address: Address;
  readonly provider: EIP1193Provider;
  disconnect(): Promise<void>;
  /** Tells when account or network are others. Returns what stops it. */
  onChange(listener: () => void): () => void;
};

/** Tells of the wallets there are, now and whenever that changes. Returns what stops it. */
export function watchWallets(_settings: CheckoutSettings, changed: (wallets: readonly Wallet[]) => void): () => void {
  changed([]);
  return () => {};
}
