import { type Chain, chains } from "./index.ts";

/** What other APIs call chains. Ours call them by number. */
const slugs: Readonly<Record<number, string>> = {
  1: "ethereum",
  42161: "arbitrum",
  8453: "base",
  137: "polygon",
  56: "bnb",
  10: "optimism",
  11155111: "ethereum-sepolia",
  421614: "arbitrum-sepolia",
  84532: "base-sepolia",
  80002: "polygon-amoy",
  97: "bnb-testnet",
  11155420: "optimism-sepolia",
};

/** "ethereum-sepolia". */
export function chainSlug(id: number): string {
  return slugs[id] ?? `eip155:${id}`;
}

/** "Ethereum Sepolia". */
export function chainTitle(id: number): string {
  const words = chainSlug(id).split("-");
  return words.map((word) => (word === "bnb" ? "BNB" : word.slice(0, 1).toUpperCase() + word.slice(1))).join(" ");
}

/** By a slug, its title, CAIP-2 ("eip155:8453") or a number, in letters of any case. */
export function chainByName(name: string | number): Chain | undefined {
  const text = `${name}`
    .toLowerCase()
    .replaceAll(" ", "-")
    .replace(/^eip155:/, "");
  return chains.find(({ id }) => chainSlug(id) === text || `${id}` === text);
}
