/** A wallet on a phone, and the link by which it opens a page in its own browser. */
export type WalletLink = { readonly name: string; readonly href: string };

/** Links that open a page in well-known wallets on a phone, or lead to where they are installed. */
export function walletLinks(page: string): readonly WalletLink[] {
  const { host, pathname } = new URL(page);
  const encoded = encodeURIComponent(page);
  return [
    { name: "MetaMask", href: `https://metamask.app.link/dapp/${host}${pathname}` },
    { name: "Coinbase Wallet", href: `https://go.cb-w.com/dapp?cb_url=${encoded}` },
    { name: "Trust Wallet", href: `https://link.trustwallet.com/open_url?coin_id=60&url=${encoded}` },
    {
      name: "OKX Wallet",
      href: `https://web3.okx.com/download?deeplink=${encodeURIComponent(`okx://wallet/dapp/url?dappUrl=${encoded}`)}`,
    },
  ];
}
