import { getTypesForEIP712Domain, type Hex, serializeTypedData, size, type TypedDataDefinition } from "viem";
import { askWallet, WalletCannotError } from "../../shared/wallets/index.ts";
import type { PreparedPayment } from "./prepared-payment.ts";

/** Has the wallet sign typed data. Throws `RejectedByPayerError` and the other errors of wallets. */
export async function signTypedData(
  { wallet, payer, facts }: Pick<PreparedPayment, "wallet" | "payer" | "facts">,
  typedData: TypedDataDefinition,
  signal: AbortSignal,
): Promise<Hex> {
  const { domain = {}, message, primaryType } = typedData;
  const types = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...typedData.types };
  const json = serializeTypedData({ domain, message, primaryType, types } as never);
  const request = { method: "eth_signTypedData_v4", params: [payer, json] };
  const signature = await askWallet<Hex>(wallet.provider, request, signal);
  if (facts.kind === "contract") return signature;
  if (size(signature) !== 65) throw new WalletCannotError("it signs for a contract, not with the account's key");
  return withUsualRecovery(signature);
}

/** Hardware wallets count the recovery byte from 0, contracts from 27. */
function withUsualRecovery(signature: Hex): Hex {
  const recovery = Number.parseInt(signature.slice(-2), 16);
  if (recovery >= 27) return signature;
  return `${signature.slice(0, -2)}${(recovery + 27).toString(16)}` as Hex;
}
