import { type Address, numberToHex } from "viem";
import type { Eip1193Provider } from "../../shared/wallets/index.ts";
import { askWalletQuietly } from "../../shared/wallets/index.ts";

/** What a wallet says that it can do on a chain. https://eips.ethereum.org/EIPS/eip-5792 */
export type WalletCapabilities = {
  /** Several calls in one go: at once, or after the account has been upgraded, for which the wallet asks (EIP-7702). */
  readonly atomic: "supported" | "ready" | "unsupported";
  /** Lets somebody else pay for gas (ERC-7677). */
  readonly paymasterService: boolean;
};

export const noCapabilities: WalletCapabilities = { atomic: "unsupported", paymasterService: false };

type Answer = Readonly<Record<string, Readonly<Record<string, { supported?: unknown; status?: unknown }>>>>;

/** A wallet that does not know the question, or does not answer it, has none. */
export async function readCapabilities(
  provider: Eip1193Provider,
  address: Address,
  chainId: number,
): Promise<WalletCapabilities> {
  const chain = numberToHex(chainId);
  const request = { method: "wallet_getCapabilities", params: [address, [chain]] };
  const answer = await askWalletQuietly<Answer>(provider, request);
  if (typeof answer !== "object" || answer === null) return noCapabilities;
  // Under 0x0 stands what holds on every chain.
  const { atomic, paymasterService } = { ...answer["0x0"], ...answer[chain] };
  const status = atomic?.status;
  return {
    atomic: status === "supported" || status === "ready" ? status : "unsupported",
    paymasterService: paymasterService?.supported === true,
  };
}
