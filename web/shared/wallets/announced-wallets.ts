import { connectProvider } from "./connect.ts";
import type { Eip1193Provider } from "./eip1193.ts";
import type { Wallet } from "./wallet.ts";

/** What a wallet announces of itself. https://eips.ethereum.org/EIPS/eip-6963 */
type Announcement = {
  readonly info: { readonly uuid: string; readonly name: string; readonly icon: string; readonly rdns: string };
  readonly provider: Eip1193Provider;
};

/** Wallets answer at once; one that came before the standard is looked for after this time. Milliseconds. */
const announcementTime = 400;

/** Finds the wallets in this browser: all that announce themselves, and `window.ethereum` only where none does. Returns what stops it. */
export function watchAnnouncedWallets(changed: (wallets: readonly Wallet[]) => void): () => void {
  const found = new Map<string, Wallet>();
  const announced = ({ detail }: CustomEvent<Announcement>) => {
    if (!isAnnouncement(detail) || found.has(detail.info.uuid)) return;
    found.set(detail.info.uuid, walletOf(detail));
    changed([...found.values()]);
  };
  const event = "eip6963:announceProvider";
  window.addEventListener(event, announced as EventListener);
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  const lookingForOlder = setTimeout(() => {
    const { ethereum } = window as { ethereum?: Eip1193Provider };
    if (found.size === 0 && ethereum !== undefined) changed([olderWallet(ethereum)]);
  }, announcementTime);
  return () => {
    clearTimeout(lookingForOlder);
    window.removeEventListener(event, announced as EventListener);
  };
}

/** Anything in the page can send the event. */
function isAnnouncement(detail: unknown): detail is Announcement {
  const { info, provider } = (detail ?? {}) as Partial<Announcement>;
  const isText = (value: unknown) => typeof value === "string" && value.length > 0;
  return isText(info?.uuid) && isText(info?.name) && typeof provider?.request === "function";
}

function walletOf({ info, provider }: Announcement): Wallet {
  const wallet: Wallet = {
    id: info.uuid,
    name: info.name,
    // An image from elsewhere would tell somebody who pays here.
    ...(/^data:image\//.test(info.icon) && { icon: info.icon }),
    connect: (chainId) => connectProvider(wallet, provider, chainId),
  };
  return wallet;
}

function olderWallet(provider: Eip1193Provider): Wallet {
  const wallet: Wallet = {
    id: "window.ethereum",
    name: "Browser wallet",
    connect: (chainId) => connectProvider(wallet, provider, chainId),
  };
  return wallet;
}
