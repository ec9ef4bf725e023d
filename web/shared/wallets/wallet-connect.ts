import { UniversalProvider } from "@walletconnect/universal-provider";
import { enabledChains } from "../../../src/protocol/chains/index.ts";
import { connectProvider } from "./connect.ts";
import { type Eip1193Provider, refusalOf } from "./eip1193.ts";
import { walletError } from "./errors.ts";
import { remoteMethods, remoteProvider } from "./remote-provider.ts";
import type { ConnectedWallet, Wallet } from "./wallet.ts";

type Provider = InstanceType<typeof UniversalProvider>;

/** Made once for a page: a second one would answer to the first one's sessions. */
let started: Promise<Provider> | undefined;

/** Connects a wallet on another device by WalletConnect. `showUri` gets what that device has to scan. */
export async function connectWalletConnect(
  wallet: Wallet,
  projectId: string,
  chainId: number,
  showUri: (uri: string) => void,
): Promise<ConnectedWallet> {
  started ??= UniversalProvider.init({
    projectId,
    metadata: { name: document.title, description: "", url: location.origin, icons: [] },
    // It would report how it is used.
    telemetryEnabled: false,
    logger: "silent",
  });
  const provider = await started.catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  await openSession(provider, chainId, showUri);
  provider.setDefaultChain(`eip155:${chainId}`);
  const remote = remoteProvider(provider as unknown as Eip1193Provider);
  return connectProvider(wallet, remote, chainId, () => provider.disconnect());
}

/** A session of an earlier visit is used again where it is for the chain. */
async function openSession(provider: Provider, chainId: number, showUri: (uri: string) => void): Promise<void> {
  const open = provider.session?.namespaces.eip155;
  if (open?.accounts.some((account) => account.startsWith(`eip155:${chainId}:`))) return;
  if (provider.session) await provider.disconnect();
  const chains = [...new Set([chainId, ...enabledChains.map(({ id }) => id)])].map((id) => `eip155:${id}`);
  provider.on("display_uri", showUri);
  try {
    const events = ["accountsChanged", "chainChanged"];
    await provider.connect({ optionalNamespaces: { eip155: { methods: [...remoteMethods], chains, events } } });
  } catch (error) {
    throw refusalOf(error) ? walletError(error) : error;
  } finally {
    provider.removeListener("display_uri", showUri);
  }
}
