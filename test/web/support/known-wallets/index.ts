export { coinbase } from "./coinbase.ts";
export { metaMask } from "./metamask.ts";
export { rabby } from "./rabby.ts";
