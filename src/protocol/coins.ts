/** The native coins that gas is paid in. */
export const coins = ["ETH", "POL", "BNB"] as const;
export type Coin = (typeof coins)[number];
