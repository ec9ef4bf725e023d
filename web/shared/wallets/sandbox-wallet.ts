import { numberToHex, type TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { sandboxAccounts } from "../../../src/sandbox/accounts.ts";
import { connectProvider } from "./connect.ts";
import type { Eip1193Provider } from "./eip1193.ts";
import type { ConnectedWallet, Wallet } from "./wallet.ts";

/**
 * A wallet for whoever tries the sandbox without one. It agrees to everything and only signs, which is enough: its account has tokens on every
 * chain of the sandbox, and allowances where a token takes no signatures. Its key is public, like all keys there.
 */
export function connectSandboxWallet(wallet: Wallet, chainId: number): Promise<ConnectedWallet> {
  return connectProvider(wallet, sandboxProvider(), chainId);
}

function sandboxProvider(): Eip1193Provider {
  const account = privateKeyToAccount(sandboxAccounts.checkoutPayer.privateKey);
  let chain = numberToHex(1);
  return {
    async request({ method, params = [] }) {
      const [first, second] = params;
      switch (method) {
        case "eth_accounts":
        case "eth_requestAccounts":
          return [account.address];
        case "eth_chainId":
          return chain;
        case "wallet_switchEthereumChain":
          chain = (first as { chainId: typeof chain }).chainId;
          return null;
        case "eth_signTypedData_v4":
          return account.signTypedData(JSON.parse(second as string) as TypedDataDefinition);
        default:
          throw Object.assign(new Error(`The sandbox wallet knows no ${method}.`), { code: 4200 });
      }
    },
  };
}
