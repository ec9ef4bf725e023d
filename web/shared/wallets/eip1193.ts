/** What every wallet is to a page. https://eips.ethereum.org/EIPS/eip-1193 */
export type Eip1193Provider = {
  request(request: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
  on?(event: string, listener: (...values: never[]) => void): unknown;
  removeListener?(event: string, listener: (...values: never[]) => void): unknown;
};

/** The codes that mean something of their own to us: of EIP-1193, EIP-3085, WalletConnect, and of wallets that have a question open. */
const codes = {
  rejected: [4001, 5000, 5001],
  unauthorized: [4100],
  chainUnknown: [4902],
  pending: [-32002],
} as const;

export type WalletRefusal = keyof typeof codes;

/** What a wallet's error means, where it says so. Some wrap it: the innermost code that we know counts. */
export function refusalOf(error: unknown): WalletRefusal | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, cause, data } = error as { code?: unknown; cause?: unknown; data?: unknown };
  const original = (data as { originalError?: unknown } | null | undefined)?.originalError;
  const inner = refusalOf(original) ?? refusalOf(cause);
  if (inner !== undefined) return inner;
  const names = Object.keys(codes) as WalletRefusal[];
  return names.find((name) => codes[name].some((known) => known === code));
}
