import { type Address, concat, decodeFunctionData, type Hex } from "viem";
import { paymentRouterAbi } from "../protocol/index.ts";
import type { Database, Quote } from "../store/index.ts";
import { accountKinds, type Operation } from "../user-operations/index.ts";
import type { ChainServices } from "./chain-services.ts";
import { ContractPayerError } from "./errors.ts";

/** What checks a payer's signature: nobody's code but the token's or the router's; that of a wallet that we know; or any other. */
export type PayerCode = "none" | "known" | "unknown";

/**
 * The code at a payer's address now. It decides over the payer's signature (ERC-1271), and may say "valid" in a simulation alone, or use up the gas of a batch.
 */
export async function readPayerCode(
  { client, knownDelegates }: Pick<ChainServices, "client" | "knownDelegates">,
  payer: Address,
): Promise<PayerCode> {
  const code = await client.getCode({ address: payer });
  if (code === undefined || code === "0x") return "none";
  if (knownDelegates.some((delegate) => code.toLowerCase() === delegationTo(delegate))) return "known";
  const kinds = Object.values(accountKinds).filter((kind) => kind.judgesSignatures);
  const found = await Promise.all(kinds.map((kind) => kind.recognize(client, { sender: payer } as Operation, code)));
  return found.some((account) => account !== undefined) ? "known" : "unknown";
}

/** What EIP-7702 leaves at an account that delegates. */
const delegationTo = (delegate: Address) => concat(["0xef0100", delegate]).toLowerCase();

/** Throws `ContractPayerError` where the merchant of a quote's payment takes no signature that this code checks. */
export async function checkPayerCode(
  { database }: { readonly database: Database },
  { paymentId }: Pick<Quote, "paymentId">,
  code: PayerCode,
): Promise<void> {
  if (code !== "unknown") return;
  const settings = await database
    .selectFrom("payments")
    .innerJoin("checkoutSettings", (join) =>
      join
        .onRef("checkoutSettings.organizationId", "=", "payments.organizationId")
        .onRef("checkoutSettings.mode", "=", "payments.mode"),
    )
    .select("checkoutSettings.contractPayers")
    .where("payments.id", "=", paymentId)
    .executeTakeFirst();
  if (settings?.contractPayers !== "any") throw new ContractPayerError();
}

/**
 * Whether whoever checks a call's signature asks the payer's code first, if there is any by then: EIP-3009 tokens and Permit2 do. An account can take code (EIP-7702)
 * in the very block, in front of the call, and the code can use up all gas that it gets. So such a call goes alone, with the gas of an honest one: Multicall3 knows no
 * bound for one of its calls. The router tries the key first, and a deposit asks nobody.
 */
export function asksPayersCode(callData: Hex): boolean {
  const { functionName } = decodeFunctionData({ abi: paymentRouterAbi, data: callData });
  return functionName === "payWithAuthorization" || functionName === "payWithPermit2";
}

/** Whose signature a call of the router carries; undefined where it carries none. */
export function payerOf(callData: Hex): Address | undefined {
  const decoded = decodeFunctionData({ abi: paymentRouterAbi, data: callData });
  switch (decoded.functionName) {
    case "payWithAuthorization":
    case "payWithPermit2":
    case "payWithSignature":
      return decoded.args[1];
    default:
      return undefined;
  }
}
