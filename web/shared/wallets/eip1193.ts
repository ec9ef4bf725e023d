/** What every wallet is to a page. https://eips.ethereum.org/EIPS/eip-1193 */
export type Eip1193Provider = {
  request(request: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
  on?(event: string, listener: (...values: never[]) => void): unknown;
  removeListener?(event: string, listener: (...values: never[]) => void): unknown;
};

/**
 * The codes that mean something of their own to us: of EIP-1193, EIP-3085, EIP-5792, WalletConnect, ethers, JSON-RPC, and of wallets that have
 * a request open.
 */
const codes: Readonly<Record<WalletRefusal, readonly unknown[]>> = {
  rejected: [4001, 5000, 5001, "ACTION_REJECTED"],
  unauthorized: [4100],
  chainUnknown: [4902],
  pending: [-32002],
  unsupported: [4200, 5700, 5710, 5740, 5750, 5760, -32601, -32004, "UNSUPPORTED_OPERATION"],
};

export type WalletRefusal = "rejected" | "unauthorized" | "chainUnknown" | "pending" | "unsupported";

/** What a wallet's error means, where it says so. Some wrap it: the innermost code that we know counts. */
export function refusalOf(error: unknown): WalletRefusal | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, cause, data, info, message } = error as Readonly<Record<string, unknown>>;
  const { originalError } = (data ?? {}) as { originalError?: unknown };
  const { error: reported } = (info ?? {}) as { error?: unknown };
  const inner = refusalOf(originalError) ?? refusalOf(reported) ?? refusalOf(cause);
  if (inner !== undefined) return inner;
  const names = Object.keys(codes) as WalletRefusal[];
  return names.find((name) => codes[name].includes(code)) ?? (isRejection(message) ? "rejected" : undefined);
}

/** Some wallets say it under a code that means anything, such as -32000. */
function isRejection(message: unknown): boolean {
  return typeof message === "string" && /\b(user|request) (rejected|denied|cancell?ed|declined)\b/i.test(message);
}
