import { type Address, encodeFunctionData, type Hex, size } from "viem";
import { BundlerUnavailableError, ChainUnavailableError } from "../chain/index.ts";
import { checkRelayCost, gasBudget, gasCost } from "../gas/index.ts";
import { paymentRouterAbi, termsFromJson } from "../protocol/index.ts";
import { checkInTime, checkPayable, type PayableQuote } from "../quotes/index.ts";
import type { Quote } from "../store/index.ts";
import { OperationRevertsError } from "../user-operations/index.ts";
import { type Authorization, authorizationCall } from "./authorization-calls.ts";
import type { ChainServices } from "./chain-services.ts";
import type { RelayerContext } from "./context.ts";
import { RelayerMissingError } from "./errors.ts";
import { batchGas } from "./lanes/batch.ts";
import { maxCallGas } from "./max-call-gas.ts";
import { asksPayersCode, checkPayerCode, type PayerCode, readPayerCode } from "./payer-code.ts";
import { balanceOfPayer } from "./payers/unfinished-of-payers.ts";
import { enqueuePayment } from "./queue/enqueue-request.ts";
import { checkRevertBudgets } from "./reverts/budgets.ts";
import { checkSignaturePeriod } from "./signature-period.ts";
import { simulateCall } from "./simulate-call.ts";

/**
 * Accepts a payer's signature to submit it. It is simulated first, so that the payer hears at once if it does not pay: throws `OperationRevertsError`.
 * Also `SignatureTooShortError`, `RelayingPausedError`, `PayerUnderWayError`, `AttemptDelayedError`, `ContractPayerError`, `RelayerMissingError`, `SponsorshipUnprofitableError`, `BundlerUnavailableError` where no lane is available, `ChainUnavailableError`; the
 * payment then stays payable. Answers the request's id.
 */
export async function submitAuthorization(
  context: RelayerContext,
  services: ChainServices,
  payable: PayableQuote,
  authorization: Authorization,
): Promise<string> {
  const call = authorizationCall(termsFromJson(payable.quote.terms), payable.quote.router, authorization);
  if (services.lanes.length === 0) throw new RelayerMissingError();
  checkPayable(context, services.chain, payable);
  checkSignaturePeriod(services.chain, payable.quote, authorization, context.clock());
  await checkRevertBudgets(context.database, context.clock(), services, payable.payment.id);
  const payerCode = await readPayerCode(services, authorization.payer).catch((error: unknown) => {
    throw new ChainUnavailableError(error as Error);
  });
  await checkPayerCode(context, payable.quote, payerCode);
  const { payer } = authorization;
  return submitCall(context, services, payable.quote, { kind: "SIGNATURE", payer, callData: call.data, payerCode });
}

/** Settles a quote from its deposit address, which holds the whole amount. Throws as `submitAuthorization` does. */
export async function submitDeposit(context: RelayerContext, services: ChainServices, quote: Quote): Promise<string> {
  const args = [termsFromJson(quote.terms)] as const;
  const callData = encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args });
  checkInTime(context, services.chain, quote);
  return submitCall(context, services, quote, { kind: "DEPOSIT", payer: null, callData, payerCode: "none" });
}

type NewCall = {
  readonly kind: "SIGNATURE" | "DEPOSIT";
  readonly payer: Address | null;
  readonly callData: Hex;
  readonly payerCode: PayerCode;
};

async function submitCall(
  context: RelayerContext,
  services: ChainServices,
  quote: Quote,
  { kind, payer, callData, payerCode }: NewCall,
): Promise<string> {
  if (services.lanes.length === 0) throw new RelayerMissingError();
  // At the same time; where the call would revert, the payer hears of that first.
  const reading = payer === null ? null : readBalance(services, quote, payer);
  reading?.catch(() => {});
  const gas = await simulateCall(services, { to: quote.router, data: callData });
  const balance = await reading;
  const maxGas = maxCallGas(callData, payerCode, context.gasPrices(services.chain.id));
  if (gas > maxGas) throw new OperationRevertsError(`it would use ${gas} gas, and at most ${maxGas} is relayed`);
  const bytes = size(callData) + envelopeBytes;
  checkRelayCost(context, services.chain, quote, { gas, bytes });
  if (!services.lanes.some((lane) => lane.isAvailable())) {
    throw new BundlerUnavailableError(new Error("No lane is available."));
  }
  const dollars = gasCost(context, services.chain, { gas: batchGas([gas]), bytes, estimated: true });
  const attempt = { kind, payer, balance, cost: { dollars, budget: gasBudget(context, services.chain, quote) } };
  const unbatchable = payerCode !== "none" || asksPayersCode(callData);
  return enqueuePayment(context, services, quote, attempt, { callData, gas, unbatchable });
}

async function readBalance(services: ChainServices, { terms }: Quote, payer: Address): Promise<bigint> {
  try {
    return await balanceOfPayer(services, terms.token, payer);
  } catch (error) {
    throw new ChainUnavailableError(error as Error);
  }
}

/** A transaction's fields and signature beside its call data. */
const envelopeBytes = 110;
