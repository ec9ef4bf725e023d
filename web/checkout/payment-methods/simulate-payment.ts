import { type Address, type Client, decodeFunctionResult, encodeFunctionData, type Hex, multicall3Abi } from "viem";
import { call, getCode } from "viem/actions";
import { canonicalContracts } from "../../../src/protocol/canonical-contracts.ts";
import { paymentCalls } from "../../../src/protocol/payment-calls.ts";
import { holderOf, type MethodName } from "./choose-method.ts";
import { ChainUnreachableError, WouldFailError } from "./errors.ts";
import type { PreparedPayment } from "./prepared-payment.ts";
import { isUnreachable, reasonIn, simulateTransfers } from "./simulate-call.ts";

const { address: multicall3 } = canonicalContracts.multicall3;

/**
 * Carries the payment out as a whole on the chain as it is now, for nobody to see: whoever holds the money allows it and pays, which is what every method comes
 * to. Finds what token or router would refuse before the wallet is asked. Throws `WouldFailError` with the reason, or `ChainUnreachableError`.
 */
export async function simulatePayment(payment: PreparedPayment, method: MethodName): Promise<void> {
  const { client, chain, terms, router, token } = payment;
  const holder = holderOf(method, payment).address;
  const calls = paymentCalls(terms, router, token).map(({ to, data }) => ({
    target: to,
    allowFailure: true,
    callData: data,
  }));
  const results = await callAs({ client, chainId: chain.id }, holder, calls);
  if (results === null) return simulateTransfers(client, holder, payment);
  const failed = results.find(({ success }) => !success);
  if (failed) throw new WouldFailError(reasonIn(failed.returnData) ?? "the contract gives no reason");
}

type BatchedCall = { readonly target: Address; readonly allowFailure: boolean; readonly callData: Hex };
type Result = { readonly success: boolean; readonly returnData: Hex };

/** Multicall3's code by chain: nobody can change it. */
const knownCodes = new Map<number, Hex>();

/** Calls one after the other, as the account itself makes them: Multicall3's code stands in for the account's. Null where the node does not offer that. */
async function callAs(
  { client, chainId }: { readonly client: Client; readonly chainId: number },
  account: Address,
  calls: BatchedCall[],
): Promise<readonly Result[] | null> {
  const batch = { abi: multicall3Abi, functionName: "aggregate3" } as const;
  try {
    const code = knownCodes.get(chainId) ?? (await getCode(client, { address: multicall3 }));
    if (code === undefined) return null;
    knownCodes.set(chainId, code);
    const data = encodeFunctionData({ ...batch, args: [calls] });
    const answer = await call(client, { account, to: account, data, stateOverride: [{ address: account, code }] });
    return decodeFunctionResult({ ...batch, data: answer.data ?? "0x" });
  } catch (error) {
    if (isUnreachable(error)) throw new ChainUnreachableError(error);
    return null;
  }
}
