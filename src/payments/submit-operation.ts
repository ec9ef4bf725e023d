import { encodeFunctionData, type Hex, isAddressEqual, RpcRequestError, size } from "viem";
import { type Chain, paymentIdOf, paymentRouterAbi } from "../protocol/index.ts";
import { type Authorization, authorizationCall } from "../relay/authorization-calls.ts";
import { decodeOperation } from "../relay/decode-operation.ts";
import { BundlerUnavailableError, OperationRefusedError, RelayerMissingError } from "../relay/errors.ts";
import { receptionOf } from "../relay/lanes/reception.ts";
import type { OperationRelay } from "../relay/operation-relay.ts";
import { type Operation, operationHash, parseOperation, type RpcOperation } from "../relay/user-operation.ts";
import type { Quote } from "../store/index.ts";
import { changeStatus, lockPayment } from "./change-status.ts";
import { checkRelayCost } from "./check-sponsorship.ts";
import { claimPayment } from "./claim-payment.ts";
import type { PaymentsContext } from "./context.ts";
import { PaymentStateError, QuoteExpiredError } from "./errors.ts";
import { loadPayment } from "./load-payment.ts";
import { enqueuePayment } from "./relays/enqueue-relay.ts";
import { simulateCall } from "./relays/simulate-call.ts";
import { termsFromJson } from "./terms.ts";

/** What an operation may pay: the one quote of a checkout token, or any quote of the merchant whose key asked. */
export type Permitted = { readonly quoteId: string } | { readonly merchantId: string };

/** The quote that an operation pays. Throws `OperationRefusedError` when it pays anything else. */
export async function quoteOfOperation(
  { database }: Pick<PaymentsContext, "database">,
  relay: OperationRelay,
  operation: Operation,
  permitted: Permitted,
): Promise<Quote> {
  const onchainId = paymentIdOf(decodeOperation(operation, relay.router));
  let query = database
    .selectFrom("quotes")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .selectAll("quotes")
    .where("quotes.onchainId", "=", onchainId)
    .where("quotes.chainId", "=", relay.chain.id);
  query =
    "quoteId" in permitted
      ? query.where("quotes.id", "=", permitted.quoteId)
      : query.where("payments.merchantId", "=", permitted.merchantId);
  const quote = await query.executeTakeFirst();
  if (!quote)
    throw new OperationRefusedError("The operation does not pay the quote that this token or key stands for.");
  return quote;
}

/** Throws `PaymentStateError` or `QuoteExpiredError` unless the quote's payment can still be paid, with time to be included. */
export async function checkPayable(context: PaymentsContext, chain: Chain, quote: Quote): Promise<void> {
  const { payment } = await loadPayment(context.database, quote.paymentId);
  if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
  const left = quote.expiresAt.getTime() - context.clock().getTime();
  if (left <= timeToInclude(chain)) throw new QuoteExpiredError();
}

/** What is taken with less left would most likely miss the deadline, and fail a payment that a fresh quote can pay. Milliseconds. */
const timeToInclude = ({ blockTime }: Chain) => 3_000 + 2 * blockTime;

/**
 * Sends a payer's operation to the bundler and, once it is accepted, says PROCESSING. It is written down before it is sent: whatever
 * fails in between, the watcher recognises it on chain. A bundler that refuses or does not answer leaves the payment payable.
 */
export async function submitOperation(
  context: PaymentsContext,
  relay: OperationRelay,
  raw: RpcOperation,
  permitted: Permitted,
): Promise<Hex> {
  const operation = parseOperation(raw);
  const quote = await quoteOfOperation(context, relay, operation, permitted);
  // The watcher follows what our sponsor pays for: an operation it cannot follow would stay PROCESSING without an end.
  if (!operation.paymaster || !isAddressEqual(operation.paymaster, relay.sponsor.address)) {
    throw new OperationRefusedError("The operation must be sponsored here: ask for it with pm_getPaymasterData first.");
  }
  await checkPayable(context, relay.chain, quote);
  await relay.bundler.simulate(raw);
  return sendOperation(context, relay, quote, raw);
}

/**
 * Takes a payer's signature to submit it. It is tried first, so that the payer hears at once if it does not pay: throws `OperationRevertsError`.
 * Also `RelayerMissingError`, `SponsorshipUnprofitableError`, `BundlerUnavailableError` where no lane is available, `ChainUnavailableError`; the
 * payment then stays payable. Answers the relay's id.
 */
export async function submitAuthorization(
  context: PaymentsContext,
  relay: OperationRelay,
  quote: Quote,
  authorization: Authorization,
): Promise<string> {
  const call = authorizationCall(termsFromJson(quote.terms), relay.router, authorization);
  // A contract that checks the signature could use up the gas of others.
  const alone = async () => (await relay.client.getCode({ address: authorization.payer })) !== undefined;
  return submitCall(context, relay, quote, call.data, alone);
}

/** Settles a quote from its deposit address, where the whole amount stands. Throws as `submitAuthorization` does. */
export async function submitDeposit(context: PaymentsContext, relay: OperationRelay, quote: Quote): Promise<string> {
  const args = [termsFromJson(quote.terms)] as const;
  const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args });
  return submitCall(context, relay, quote, data, async () => false);
}

async function submitCall(
  context: PaymentsContext,
  relay: OperationRelay,
  quote: Quote,
  callData: Hex,
  isAlone: () => Promise<boolean>,
): Promise<string> {
  if (relay.lanes.length === 0) throw new RelayerMissingError();
  await checkPayable(context, relay.chain, quote);
  const [gas, alone] = await Promise.all([simulateCall(relay, callData), isAlone()]);
  checkRelayCost(context, relay.chain, quote, { gas, bytes: size(callData) + envelopeBytes });
  if (!relay.lanes.some((lane) => lane.isAvailable())) {
    throw new BundlerUnavailableError(new Error("No lane is available."));
  }
  return enqueuePayment(context, relay, quote, { callData, gas, alone, validUntil: quote.expiresAt });
}

/** A transaction's fields and signature beside its call data. */
const envelopeBytes = 110;

async function sendOperation(
  context: PaymentsContext,
  relay: OperationRelay,
  quote: Quote,
  raw: RpcOperation,
): Promise<Hex> {
  const { database } = context;
  const key = { chainId: relay.chain.id, hash: operationHash(parseOperation(raw), relay.chain.id) };
  const written = await database.transaction().execute(async (transaction) => {
    await claimPayment(context, transaction, quote);
    return transaction
      .insertInto("userOperations")
      .values({ ...key, quoteId: quote.id, status: "SENDING", createdAt: context.clock() })
      .onConflict((conflict) => conflict.doNothing())
      .returning("hash")
      .executeTakeFirst();
  });
  try {
    await relay.bundler.send(raw);
  } catch (error) {
    if (receptionOf(error).type !== "TAKEN") {
      // Sent before without an answer, it may have been taken then: this refusal says nothing of that.
      if (written && error instanceof RpcRequestError) await moveFromSending(context, key, "REJECTED");
      throw error;
    }
  }
  await database.transaction().execute(async (transaction) => {
    await moveFromSending({ database: transaction }, key, "ACCEPTED");
    const payment = await lockPayment(transaction, quote.paymentId);
    // The watcher may have seen it on chain already.
    if (payment.status === "ACTIVE")
      await changeStatus(context, transaction, payment, "PROCESSING", { quoteId: quote.id });
  });
  return key.hash;
}

async function moveFromSending(
  { database }: Pick<PaymentsContext, "database">,
  key: { chainId: number; hash: Hex },
  status: "ACCEPTED" | "REJECTED",
): Promise<void> {
  await database
    .updateTable("userOperations")
    .set({ status })
    .where("chainId", "=", key.chainId)
    .where("hash", "=", key.hash)
    .where("status", "=", "SENDING")
    .execute();
}
