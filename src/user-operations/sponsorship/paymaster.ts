import { dollarsOf, SponsorshipUnavailableError } from "../../gas/index.ts";
import { checkPayable } from "../../quotes/index.ts";
import { knownAccountOf } from "../account-kinds/index.ts";
import type { UserOperationsContext } from "../context.ts";
import { parseOperation, readEntryPoint, totalGas } from "../operation/parse-operation.ts";
import { type Permitted, quoteOfOperation } from "../operation/quote-of-operation.ts";
import type { OperationServices } from "../services.ts";
import { checkGas } from "./check-gas.ts";
import { servedEntryPoints, sponsorOf } from "./gas-sponsor.ts";
import { fieldsOf } from "./paymaster-fields.ts";
import { reserveSponsorship } from "./reserve-sponsorship.ts";
import { simulatePayment } from "./simulate-payment.ts";

/** The methods of an ERC-7677 paymaster service. */
const paymasterMethods = ["pm_getPaymasterStubData", "pm_getPaymasterData"] as const;
type PaymasterMethod = (typeof paymasterMethods)[number];

export function isPaymasterMethod(method: string): method is PaymasterMethod {
  return paymasterMethods.some((known) => known === method);
}

/**
 * Sponsors an operation that pays a permitted quote and nothing else. A signature is money spent: so the account's code has to be known, the payment to
 * succeed in a simulation, gas and fees to be what we reckon, and the worst that it can cost is reserved before it is signed. Throws
 * `OperationRefusedError`, `OperationRevertsError`, `PaymentStateError`, and as `reserveSponsorship` does.
 */
export async function askPaymaster(
  context: UserOperationsContext,
  services: OperationServices,
  permitted: Permitted,
  method: PaymasterMethod,
  [raw, entryPoint]: readonly unknown[],
): Promise<unknown> {
  const operation = parseOperation(raw, readEntryPoint(entryPoint, servedEntryPoints(services.sponsors)));
  const sponsor = sponsorOf(services.sponsors, operation);
  const payable = await quoteOfOperation(context, services, operation, permitted);
  checkPayable(context, services.chain, payable);
  if (method === "pm_getPaymasterStubData") return fieldsOf(operation, sponsor.stub());
  const { chain, client, sponsorship } = services;
  const prices = context.gasPrices(chain.id);
  if (prices === null) throw new SponsorshipUnavailableError(`The price of gas on ${chain.name} is not known`);
  const account = await knownAccountOf(client, sponsorship.accounts, operation);
  const callGas = await simulatePayment(services, operation, account, payable.quote);
  checkGas(operation, { account, callGas, prices });
  const maxCost = totalGas(operation) * operation.maxFeePerGas;
  const dollars = dollarsOf(context, chain, maxCost);
  if (dollars === null) {
    throw new SponsorshipUnavailableError(`The price of ${chain.nativeCurrency} is not known`);
  }
  const validUntil = await reserveSponsorship(context, services, { quote: payable.quote, operation, maxCost, dollars });
  return fieldsOf(operation, await sponsor.sponsor(operation, account.codeHash, validUntil));
}
