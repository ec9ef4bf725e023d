/** Where anybody can look at a transaction, by chain. */
const explorers: Readonly<Record<number, string>> = {
  1: "https://etherscan.io",
  42161: "https://arbiscan.io",
  8453: "https://basescan.org",
  137: "https://polygonscan.com",
  56: "https://bscscan.com",
  10: "https://optimistic.etherscan.io",
  11155111: "https://sepolia.etherscan.io",
  421614: "https://sepolia.arbiscan.io",
  84532: "https://sepolia.basescan.org",
  80002: "https://amoy.polygonscan.com",
  97: "https://testnet.bscscan.com",
  11155420: "https://sepolia-optimism.etherscan.io",
};

/** A transaction's page at the chain's explorer; undefined where we know none. */
export function transactionUrl(chainId: number, hash: string): string | undefined {
  const explorer = explorers[chainId];
  return explorer === undefined ? undefined : `${explorer}/tx/${hash}`;
}
