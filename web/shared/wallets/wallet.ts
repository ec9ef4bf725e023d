import type { Address } from "viem";
import type { Eip1193Provider } from "./eip1193.ts";

/** Something that a payer can connect and pay with. */
export type Wallet = {
  readonly id: string;
  readonly name: string;
  /** A `data:` URL of an image. */
  readonly icon?: string;
  /**
   * Asks for an account, on that chain. `showUri` is called with what to show as a QR code, by wallets on other devices. Throws
   * `RejectedByPayerError`, `WrongNetworkError` and the others of `errors.ts`.
   */
  connect(chainId: number, showUri?: (uri: string) => void): Promise<ConnectedWallet>;
};

export type ConnectedWallet = {
  readonly wallet: Wallet;
  readonly address: Address;
  readonly provider: Eip1193Provider;
  disconnect(): Promise<void>;
  /** Tells when the account is no longer the one that was connected, or the wallet went away. Returns what stops it. */
  onChange(listener: () => void): () => void;
};
