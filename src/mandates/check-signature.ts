import {
  type Address,
  BaseError,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  isAddressEqual,
  parseAbi,
  recoverAddress,
  size,
  type TypedDataDefinition,
} from "viem";
import { type ChainClient, ChainUnavailableError } from "../chain/index.ts";
import { MandatePayerError, MandateSignatureError } from "./errors.ts";

/** What an honest wallet's check of a signature takes at most, a passkey's included: it is paid at every charge. */
export const signatureGas = 450_000n;

const contractSignatureAbi = parseAbi([
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
]);
/** What ERC-1271 has a contract answer. */
const magic = "0x1626ba7e";

/** How a signature is checked on chain, at every charge: by the account's key, or by its code. */
export type SignatureCheck = "key" | "code";

/**
 * Checks a signature as the contract does: the key first, then the account's code (ERC-1271), which gets no more gas than an honest wallet needs. An account that is not deployed has neither, and nothing could ever be
 * charged from it. Throws `MandateSignatureError`, `MandatePayerError`, `ChainUnavailableError`.
 */
export async function checkSignature(
  client: Pick<ChainClient, "getCode" | "call">,
  signer: Address,
  typedData: object,
  signature: Hex,
): Promise<SignatureCheck> {
  const hash = hashTypedData(typedData as TypedDataDefinition);
  if (await isByKey(signer, hash, signature)) return "key";
  const code = await client.getCode({ address: signer }).catch((error: Error) => {
    throw new ChainUnavailableError(error);
  });
  if (code === undefined || code === "0x") {
    if (size(signature) <= 65) throw new MandateSignatureError(signer);
    throw new MandatePayerError(
      `${signer} is not deployed: the contract of mandates can ask nobody for its signature. Have the wallet make any transaction there first.`,
    );
  }
  if (!(await isByCode(client, signer, hash, signature))) throw new MandateSignatureError(signer);
  return "code";
}

/** As the contract reads it: 65 bytes, `s` in the lower half, and nothing else. */
export async function isByKey(signer: Address, hash: Hex, signature: Hex): Promise<boolean> {
  if (size(signature) !== 65) return false;
  const [s, v] = [BigInt(`0x${signature.slice(66, 130)}`), Number(`0x${signature.slice(130)}`)];
  if (s > halfOrder || (v !== 27 && v !== 28)) return false;
  return recoverAddress({ hash, signature }).then(
    (recovered) => isAddressEqual(recovered, signer),
    () => false,
  );
}

/** Half of the order of secp256k1: the contract takes no malleable signature. */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

async function isByCode(client: Pick<ChainClient, "call">, to: Address, hash: Hex, signature: Hex): Promise<boolean> {
  const data = encodeFunctionData({
    abi: contractSignatureAbi,
    functionName: "isValidSignature",
    args: [hash, signature],
  });
  try {
    const { data: answer } = await client.call({ to, data, gas: signatureGas });
    return answer !== undefined && size(answer) === 32 && answer.startsWith(magic);
  } catch (error) {
    if (error instanceof BaseError && error.walk((cause) => (cause as Error).name === "ExecutionRevertedError"))
      return false;
    throw new ChainUnavailableError(error as Error);
  }
}
