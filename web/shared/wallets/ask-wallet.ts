import { untilAborted } from "../until-aborted.ts";
import type { Eip1193Provider } from "./eip1193.ts";
import { walletError } from "./errors.ts";

export type WalletRequest = { readonly method: string; readonly params?: readonly unknown[] };

/**
 * Asks a wallet. Its errors come as ours; when the signal fires it stops waiting, since a wallet whose window was closed may never answer.
 */
export async function askWallet<Answer>(
  provider: Eip1193Provider,
  request: WalletRequest,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted();
  try {
    const answer = provider.request(request) as Promise<Answer>;
    return await (signal ? untilAborted(answer, signal) : answer);
  } catch (error) {
    throw signal?.aborted ? signal.reason : walletError(error);
  }
}

/** Wallets answer what needs nobody's consent at once, or never. Milliseconds. */
const silence = 3_000;

/** Asks a wallet what it may not know. Undefined where it does not, or says nothing. */
export async function askWalletQuietly<Answer>(
  provider: Eip1193Provider,
  request: WalletRequest,
): Promise<Answer | undefined> {
  try {
    return await askWallet<Answer>(provider, request, AbortSignal.timeout(silence));
  } catch {
    return undefined;
  }
}
