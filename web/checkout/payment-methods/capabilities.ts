import { type Address, numberToHex } from "viem";
import { askWalletQuietly, type Eip1193Provider } from "../../shared/wallets/index.ts";

/** What a wallet says that it can do on a chain. https://eips.ethereum.org/EIPS/eip-5792 */
export type WalletCapabilities = {
  /** Several calls in one go: at once, or after the account has been upgraded, for which the wallet asks (EIP-7702). */
  readonly atomic: "supported" | "ready" | "unsupported";
  /** Lets somebody else pay for gas (ERC-7677). */
  readonly paymasterService: boolean;
  /** The version of `wallet_sendCalls` that it was written for. */
  readonly callsVersion: "2.0.0" | "1.0";
};

export const noCapabilities: WalletCapabilities = {
  atomic: "unsupported",
  paymasterService: false,
  callsVersion: "2.0.0",
};

type Capability = { readonly supported?: unknown; readonly status?: unknown };
type Capabilities = Readonly<Record<string, Capability | null | undefined>>;

/** Wallets write a chain's id as they like: 0x2105, 0X2105, 0x002105, 8453 or eip155:8453. */
function ofChain(answer: Readonly<Record<string, Capabilities | null>>, chainId: number): Capabilities {
  const keys = Object.keys(answer).filter(
    (key) => /^(0x[0-9a-f]+|(eip155:)?\d+)$/i.test(key) && Number(key.toLowerCase().replace("eip155:", "")) === chainId,
  );
  return Object.assign({}, ...keys.map((key) => answer[key]));
}

/** Some answer for the one chain that they were asked about, without its id. */
function withoutChain(answer: Capabilities): Capabilities {
  const { atomic, atomicBatch, paymasterService } = answer;
  return {
    ...(atomic && { atomic }),
    ...(atomicBatch && { atomicBatch }),
    ...(paymasterService && { paymasterService }),
  };
}

/** A wallet that does not know the question, or does not answer it, has none. */
export async function readCapabilities(
  provider: Eip1193Provider,
  address: Address,
  chainId: number,
): Promise<WalletCapabilities> {
  const request = { method: "wallet_getCapabilities", params: [address, [numberToHex(chainId)]] };
  const answer = await askWalletQuietly<never>(provider, request);
  if (typeof answer !== "object" || answer === null) return noCapabilities;
  // Under 0 is what holds on every chain.
  const found = { ...withoutChain(answer), ...ofChain(answer, 0), ...ofChain(answer, chainId) };
  return { ...atomicOf(found), paymasterService: found.paymasterService?.supported === true };
}

/** Before the standard was final wallets said `atomicBatch`; some say both. */
function atomicOf({ atomic, atomicBatch }: Capabilities): Pick<WalletCapabilities, "atomic" | "callsVersion"> {
  const status = atomic?.status;
  if (status === "supported" || status === "ready") return { atomic: status, callsVersion: "2.0.0" };
  const isEarlier = status === undefined && atomicBatch?.supported === true;
  return isEarlier ? { atomic: "supported", callsVersion: "1.0" } : { atomic: "unsupported", callsVersion: "2.0.0" };
}
