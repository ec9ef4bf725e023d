/** The native tokens that gas is paid in. */
export const nativeTokens = ["ETH", "POL", "BNB"] as const;
export type NativeToken = (typeof nativeTokens)[number];
