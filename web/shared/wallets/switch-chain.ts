import { numberToHex } from "viem";
import { chainById } from "../../../src/protocol/chains/index.ts";
import { PayerError } from "../payer-error.ts";
import { askWallet } from "./ask-wallet.ts";
import { type Eip1193Provider, refusalOf } from "./eip1193.ts";
import { RejectedByPayerError, WalletBusyError, WrongNetworkError } from "./errors.ts";

/** Switches a wallet to a chain, which is added where the wallet does not know it. Throws `WrongNetworkError`, `WalletBusyError`. */
export async function switchChain(provider: Eip1193Provider, chainId: number, signal?: AbortSignal): Promise<void> {
  if ((await chainOf(provider, signal)) === chainId) return;
  const name = chainById(chainId)?.name ?? `chain ${chainId}`;
  try {
    await ask(provider, chainId, signal);
  } catch (error) {
    if (signal?.aborted || error instanceof WalletBusyError) throw error;
    const refused = error instanceof RejectedByPayerError;
    throw new WrongNetworkError(refused ? "refused" : "unknown", name, error);
  }
  // Some wallets say that they switched, and did not.
  if ((await chainOf(provider, signal)) !== chainId) throw new WrongNetworkError("refused", name);
}

/** The chain that a wallet is on. */
export async function chainOf(provider: Eip1193Provider, signal?: AbortSignal): Promise<number> {
  return Number(await askWallet<string>(provider, { method: "eth_chainId" }, signal));
}

async function ask(provider: Eip1193Provider, chainId: number, signal?: AbortSignal): Promise<void> {
  const switching = { method: "wallet_switchEthereumChain", params: [{ chainId: numberToHex(chainId) }] };
  try {
    await askWallet(provider, switching, signal);
  } catch (error) {
    if (!(error instanceof PayerError) || refusalOf(error.cause) !== "chainUnknown") throw error;
    const { chainParameters } = await import("./chain-parameters.ts");
    const parameters = chainParameters(chainId);
    if (parameters === undefined) throw error;
    await askWallet(provider, { method: "wallet_addEthereumChain", params: [parameters] }, signal);
    if ((await chainOf(provider, signal)) !== chainId) await askWallet(provider, switching, signal);
  }
}
