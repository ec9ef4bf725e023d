/** Where WalletConnect's servers are; asked only where a project id is configured. */
const walletConnect = {
  relay: "wss://relay.walletconnect.org",
  /** Tells the payer's wallet whose page asks. */
  verification: "https://verify.walletconnect.org",
};

type PageSettings = {
  readonly walletConnectProjectId: string | null;
  readonly frameOrigins: readonly string[];
  /** Whether the page has a form that is sent to us. */
  readonly hasForm?: boolean;
};

/** What the browser may do on the checkout page: load our own files, ask our own API, and be framed by the merchant's pages. */
export function checkoutPageHeaders({
  walletConnectProjectId,
  frameOrigins,
  hasForm = false,
}: PageSettings): Record<string, string> {
  const offersWalletConnect = walletConnectProjectId !== null;
  const policy = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    // Wallets bring their icons as data.
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(offersWalletConnect ? [walletConnect.relay] : [])],
    ...(offersWalletConnect && { "frame-src": [walletConnect.verification] }),
    "base-uri": ["'none'"],
    "form-action": [hasForm ? "'self'" : "'none'"],
    "frame-ancestors": ["'self'", ...frameOrigins],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
  };
  const directives = Object.entries(policy).map(([name, values]) => `${name} ${values.join(" ")}`);
  return {
    "content-security-policy": directives.join("; "),
    // Wallets in a window of their own answer to the page that opened them.
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
    "cache-control": "no-store",
  };
}
