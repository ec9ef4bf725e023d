import {
  compactSignatureToSignature,
  getTypesForEIP712Domain,
  type Hex,
  isHex,
  parseCompactSignature,
  serializeSignature,
  serializeTypedData,
  size,
  type TypedDataDefinition,
} from "viem";
import { askWallet, WalletCannotError } from "../../shared/wallets/index.ts";
import type { PreparedPayment } from "./prepared-payment.ts";

/** Which account signs, of which wallet. */
type Signer = Pick<PreparedPayment, "wallet" | "payer"> & { readonly facts: Pick<PreparedPayment["facts"], "kind"> };

/** Has the wallet sign typed data. Throws `RejectedByPayerError` and the other errors of wallets. */
export async function signTypedData(
  { wallet, payer, facts }: Signer,
  typedData: TypedDataDefinition,
  signal: AbortSignal,
): Promise<Hex> {
  const { domain = {}, message, primaryType } = typedData;
  const types = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...typedData.types };
  const json = serializeTypedData({ domain, message, primaryType, types } as never);
  const request = { method: "eth_signTypedData_v4", params: [payer, json] };
  const signature = await askWallet<unknown>(wallet.provider, request, signal);
  if (!isHex(signature) || size(signature) === 0) throw new WalletCannotError("it answered no signature");
  return facts.kind === "contract" ? signature : keySignature(signature);
}

/** A key's signature as contracts take it: 65 bytes, however the wallet wrote it. */
function keySignature(signature: Hex): Hex {
  if (size(signature) === 64) return serializeSignature(compactSignatureToSignature(parseCompactSignature(signature)));
  if (size(signature) !== 65) throw new WalletCannotError("it signs for a contract, not with the account's key");
  // Hardware wallets count the recovery byte from 0, contracts from 27.
  const recovery = Number.parseInt(signature.slice(-2), 16);
  return recovery >= 27 ? signature : (`${signature.slice(0, -2)}${(recovery + 27).toString(16)}` as Hex);
}
