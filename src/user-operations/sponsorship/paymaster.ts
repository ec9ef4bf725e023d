import { checkOperationCost } from "../../gas/index.ts";
import type { PaymentsContext } from "../../payments/index.ts";
import { checkPayable } from "../../quotes/index.ts";
import { accountCodeHashOf } from "../accounts/account-code.ts";
import { checkEntryPoint, parseOperation, totalGas } from "../operation/parse-operation.ts";
import { type Permitted, quoteOfOperation } from "../operation/quote-of-operation.ts";
import type { OperationServices } from "../services.ts";

/** The methods of an ERC-7677 paymaster service. */
const paymasterMethods = ["pm_getPaymasterStubData", "pm_getPaymasterData"] as const;
type PaymasterMethod = (typeof paymasterMethods)[number];

export function isPaymasterMethod(method: string): method is PaymasterMethod {
  return paymasterMethods.some((known) => known === method);
}

/** Sponsors an operation that pays a permitted quote and nothing else. Throws `OperationRefusedError`, `PaymentStateError`,
 * `SponsorshipUnprofitableError`. */
export async function askPaymaster(
  context: PaymentsContext,
  services: OperationServices,
  permitted: Permitted,
  method: PaymasterMethod,
  [raw, entryPoint]: readonly unknown[],
): Promise<unknown> {
  checkEntryPoint(entryPoint);
  const operation = parseOperation(raw);
  const payable = await quoteOfOperation(context, services, operation, permitted);
  const { quote } = payable;
  checkPayable(context, services.chain, payable);
  if (method === "pm_getPaymasterStubData") return services.sponsor.stub();
  checkOperationCost(context, services.chain, quote, { ...operation, gas: totalGas(operation) });
  const accountCodeHash = await accountCodeHashOf(services.client, operation);
  return services.sponsor.sponsor(operation, accountCodeHash, quote.expiresAt);
}
