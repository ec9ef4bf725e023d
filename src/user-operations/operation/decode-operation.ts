import { type Address, decodeFunctionData, erc20Abi, type Hex, isAddressEqual } from "viem";
import { type Call, type PaymentTerms, paymentRouterAbi, totalOf } from "../../protocol/index.ts";
import type { AccountKind } from "../account-kinds/account-kind.ts";
import { decodeCalls } from "../account-kinds/index.ts";
import { OperationRefusedError } from "../errors.ts";
import type { Operation } from "./parse-operation.ts";

/**
 * The payment that an operation pays. Throws `OperationRefusedError` unless it does that and nothing else: allowances to the router in the
 * payment's token, at most the total, then one payment at the router.
 */
export function decodeOperation(
  operation: Pick<Operation, "callData" | "entryPoint">,
  kinds: readonly AccountKind[],
  /** The one of new quotes first. */
  routers: readonly Address[],
): { readonly payment: PaymentTerms; readonly router: Address } {
  const calls = decodeCalls(kinds, operation);
  const last = calls.at(-1);
  const router = routers.find((one) => last && isAddressEqual(last.to, one));
  if (!last || !router) {
    throw new OperationRefusedError(`The last call must be to the payment router at ${routers[0]}.`);
  }
  if (calls.some((call) => call.value !== 0n)) throw new OperationRefusedError("No call may carry native token.");
  const payment = decodePay(last.data);
  for (const call of calls.slice(0, -1)) checkApproval(call, payment, router);
  return { payment, router };
}

function decodePay(data: Hex): PaymentTerms {
  try {
    const decoded = decodeFunctionData({ abi: paymentRouterAbi, data });
    if (decoded.functionName === "pay") return decoded.args[0];
  } catch {
    // Said below, like any other function of the router.
  }
  throw new OperationRefusedError("The call to the router must be `pay`.");
}

function checkApproval(call: Call, payment: PaymentTerms, router: Address): void {
  const total = totalOf(payment.shares);
  try {
    const { functionName, args } = decodeFunctionData({ abi: erc20Abi, data: call.data });
    const isOurs = functionName === "approve" && isAddressEqual(args[0], router) && args[1] <= total;
    if (isOurs && isAddressEqual(call.to, payment.token)) return;
  } catch {
    // Said below.
  }
  throw new OperationRefusedError(
    "Beside the payment only an allowance of at most its total to the router is allowed.",
  );
}
