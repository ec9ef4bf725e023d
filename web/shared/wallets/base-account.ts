import { createBaseAccountSDK } from "@base-org/account";
import { connectProvider } from "./connect.ts";
import type { Eip1193Provider } from "./eip1193.ts";
import { remoteProvider } from "./remote-provider.ts";
import type { ConnectedWallet, Wallet } from "./wallet.ts";

let provider: ReturnType<ReturnType<typeof createBaseAccountSDK>["getProvider"]> | undefined;

/** Connects a Base Account, which answers from a window of its own. */
export async function connectBaseAccount(wallet: Wallet, chainId: number): Promise<ConnectedWallet> {
  provider ??= createBaseAccountSDK({
    appName: document.title,
    appChainIds: [chainId],
    // It would load a script that reports how it is used.
    preference: { telemetry: false },
  }).getProvider();
  const known = provider;
  const remote = remoteProvider(known as unknown as Eip1193Provider);
  return connectProvider(wallet, remote, chainId, () => known.disconnect());
}
