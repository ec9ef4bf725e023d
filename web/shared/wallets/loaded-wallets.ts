import { PayerError } from "../payer-error.ts";
import { WalletUnavailableError } from "./errors.ts";
import type { ConnectedWallet, Wallet } from "./wallet.ts";

/** Which wallets the operator offers beside those in the browser. */
export type WalletSettings = {
  /** Null: WalletConnect is not offered. */
  readonly walletConnectProjectId: string | null;
  /** Whether Base Account is offered. */
  readonly baseAccount: boolean;
};

type Connect = (wallet: Wallet, chainId: number, showUri: (uri: string) => void) => Promise<ConnectedWallet>;

/** Wallets that need code of their own, which is loaded when somebody chooses them and not before. */
export function loadedWallets({ walletConnectProjectId, baseAccount }: WalletSettings): Wallet[] {
  const wallets: Wallet[] = [];
  if (__SANDBOX__) {
    const connect: Connect = async (wallet, chainId) => {
      const { connectSandboxWallet } = await import("./sandbox-wallet.ts");
      return connectSandboxWallet(wallet, chainId);
    };
    wallets.push(loaded("sandbox", "Sandbox wallet", connect));
  }
  if (walletConnectProjectId !== null) {
    const connect: Connect = async (wallet, chainId, showUri) => {
      const { connectWalletConnect } = await import("./wallet-connect.ts");
      return connectWalletConnect(wallet, walletConnectProjectId, chainId, showUri);
    };
    wallets.push(loaded("walletconnect", "WalletConnect", connect));
  }
  if (baseAccount) {
    const connect: Connect = async (wallet, chainId) => {
      const { connectBaseAccount } = await import("./base-account.ts");
      return connectBaseAccount(wallet, chainId);
    };
    wallets.push(loaded("base-account", "Base Account", connect));
  }
  return wallets;
}

function loaded(id: string, name: string, connect: Connect): Wallet {
  const wallet: Wallet = {
    id,
    name,
    async connect(chainId, showUri = () => {}) {
      try {
        return await connect(wallet, chainId, showUri);
      } catch (error) {
        throw error instanceof PayerError ? error : new WalletUnavailableError(name, error);
      }
    },
  };
  return wallet;
}
