/** The name of a network's environment variable: `BASE_SEPOLIA_RPC_URL` for `baseSepolia` and `RPC_URL`. */
export function networkVariable(network: string, name: string): string {
  return `${network.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_${name}`;
}
