export { coinbase } from "./coinbase.ts";
export { metaMask } from "./metamask.ts";
export { rabby } from "./rabby.ts";
export { type SafeTestWallet, safe } from "./safe.ts";
