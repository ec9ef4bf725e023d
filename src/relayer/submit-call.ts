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
 * Takes a payer's signature to submit it. It is tried first, so that the payer hears at once if it does not pay: throws `OperationRevertsError`.
 * Also `RelayerMissingError`, `SponsorshipUnprofitableError`, `BundlerUnavailableError` where no lane is available, `ChainUnavailableError`; the
 * payment then stays payable. Answers the relay's id.
 */
export async function submitAuthorization(
  context: PaymentsContext,
  relay: ChainServices,
  payable: PayableQuote,
  authorization: Authorization,
): Promise<string> {
  const call = authorizationCall(termsFromJson(payable.quote.terms), relay.router, authorization);
  // A contract that checks the signature could use up the gas of others.
  const alone = async () => (await relay.client.getCode({ address: authorization.payer })) !== undefined;
  return submitCall(context, relay, payable, call.data, alone);
}

/** Settles a quote from its deposit address, where the whole amount stands. Throws as `submitAuthorization` does. */
export async function submitDeposit(
  context: PaymentsContext,
  relay: ChainServices,
  payable: PayableQuote,
): Promise<string> {
  const args = [termsFromJson(payable.quote.terms)] as const;
  const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args });
  return submitCall(context, relay, payable, data, async () => false);
}

async function submitCall(
  context: PaymentsContext,
  relay: ChainServices,
  payable: PayableQuote,
  callData: Hex,
  isAlone: () => Promise<boolean>,
): Promise<string> {
  if (relay.lanes.length === 0) throw new RelayerMissingError();
  checkPayable(context, relay.chain, payable);
  const { quote } = payable;
  const [gas, alone] = await Promise.all([simulateCall(relay, callData), isAlone()]);
  checkRelayCost(context, relay.chain, quote, { gas, bytes: size(callData) + envelopeBytes });
  if (!relay.lanes.some((lane) => lane.isAvailable())) {
    throw new BundlerUnavailableError(new Error("No lane is available."));
  }
  return enqueuePayment(context, relay, quote, { callData, gas, alone, validUntil: quote.expiresAt });
}

/** A transaction's fields and signature beside its call data. */
const envelopeBytes = 110;
