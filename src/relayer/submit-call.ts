import { encodeFunctionData, type Hex, size } from "viem";
import { BundlerUnavailableError } from "../chain/index.ts";
import { checkRelayCost } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import { paymentRouterAbi, termsFromJson } from "../protocol/index.ts";
import { checkPayable, type PayableQuote } from "../quotes/index.ts";
import { type Authorization, authorizationCall } from "./authorization-calls.ts";
import type { ChainServices } from "./chain-services.ts";
import { RelayerMissingError } from "./errors.ts";
import { enqueuePayment } from "./queue/enqueue-request.ts";
import { simulateCall } from "./simulate-call.ts";

/**
 * Accepts a payer's signature to submit it. It is simulated first, so that the payer hears at once if it does not pay: throws `OperationRevertsError`.
 * Also `RelayerMissingError`, `SponsorshipUnprofitableError`, `BundlerUnavailableError` where no lane is available, `ChainUnavailableError`; the
 * payment then stays payable. Answers the request's id.
 */
export async function submitAuthorization(
  context: PaymentsContext,
  services: ChainServices,
  payable: PayableQuote,
  authorization: Authorization,
): Promise<string> {
  const call = authorizationCall(termsFromJson(payable.quote.terms), services.router, authorization);
  // A contract that checks the signature could use up the gas of others.
  const isUnbatchable = async () => (await services.client.getCode({ address: authorization.payer })) !== undefined;
  return submitCall(context, services, payable, call.data, isUnbatchable);
}

/** Settles a quote from its deposit address, which holds the whole amount. Throws as `submitAuthorization` does. */
export async function submitDeposit(
  context: PaymentsContext,
  services: ChainServices,
  payable: PayableQuote,
): Promise<string> {
  const args = [termsFromJson(payable.quote.terms)] as const;
  const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args });
  return submitCall(context, services, payable, data, async () => false);
}

async function submitCall(
  context: PaymentsContext,
  services: ChainServices,
  payable: PayableQuote,
  callData: Hex,
  isUnbatchable: () => Promise<boolean>,
): Promise<string> {
  if (services.lanes.length === 0) throw new RelayerMissingError();
  checkPayable(context, services.chain, payable);
  const { quote } = payable;
  const [gas, unbatchable] = await Promise.all([simulateCall(services, callData), isUnbatchable()]);
  checkRelayCost(context, services.chain, quote, { gas, bytes: size(callData) + envelopeBytes });
  if (!services.lanes.some((lane) => lane.isAvailable())) {
    throw new BundlerUnavailableError(new Error("No lane is available."));
  }
  return enqueuePayment(context, services, quote, { callData, gas, unbatchable, validUntil: quote.expiresAt });
}

/** A transaction's fields and signature beside its call data. */
const envelopeBytes = 110;
