import { checkOperationCost } from "../payments/check-sponsorship.ts";
import type { PaymentsContext } from "../payments/context.ts";
import { checkPayable, type Permitted, quoteOfOperation } from "../payments/submit-operation.ts";
import type { OperationRelay } from "../relay/operation-relay.ts";
import { checkEntryPoint, parseOperation } from "../relay/user-operation.ts";

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
  relay: OperationRelay,
  permitted: Permitted,
  method: PaymasterMethod,
  [raw, entryPoint]: readonly unknown[],
): Promise<unknown> {
  checkEntryPoint(entryPoint);
  const operation = parseOperation(raw);
  const quote = await quoteOfOperation(context, relay, operation, permitted);
  await checkPayable(context, relay.chain, quote);
  if (method === "pm_getPaymasterStubData") return relay.sponsor.stub();
  checkOperationCost(context, relay.chain, quote, operation);
  return relay.sponsor.sponsor(operation, quote.expiresAt);
}
