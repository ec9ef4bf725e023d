import { type Address, numberToHex } from "viem";
import { askWalletQuietly, type Eip1193Provider } from "../../shared/wallets/index.ts";

/** What a wallet says that it can do on a chain. https://eips.ethereum.org/EIPS/eip-5792 */
export type WalletCapabilities = {
  /** Several calls in one go: at once, or after the account has been upgraded, for which the wallet asks (EIP-7702). */
  readonly atomic: "supported" | "ready" | "unsupported";
  /** Lets somebody else pay for gas (ERC-7677). */
  readonly paymasterService: boolean;
};

export const noCapabilities: WalletCapabilities = { atomic: "unsupported", paymasterService: false };

type Capability = { readonly supported?: unknown; readonly status?: unknown };
type Answer = Readonly<Record<string, Readonly<Record<string, Capability | undefined>> | null>>;

/** Wallets write a chain's id as they like: 0x2105, 0X2105, 0x002105 or 8453. */
function ofChain(answer: Answer, chainId: number): Record<string, Capability | undefined> {
  const keys = Object.keys(answer).filter(
    (key) => /^(0x[0-9a-f]+|\d+)$/i.test(key) && Number(key.toLowerCase()) === chainId,
  );
  return Object.assign({}, ...keys.map((key) => answer[key]));
}

/** A wallet that does not know the question, or does not answer it, has none. */
export async function readCapabilities(
  provider: Eip1193Provider,
  address: Address,
  chainId: number,
): Promise<WalletCapabilities> {
  const request = { method: "wallet_getCapabilities", params: [address, [numberToHex(chainId)]] };
  const answer = await askWalletQuietly<Answer>(provider, request);
  if (typeof answer !== "object" || answer === null) return noCapabilities;
  // Under 0 is what holds on every chain.
  const { atomic, paymasterService } = { ...ofChain(answer, 0), ...ofChain(answer, chainId) };
  const status = atomic?.status;
  return {
    atomic: status === "supported" || status === "ready" ? status : "unsupported",
    paymasterService: paymasterService?.supported === true,
  };
}
