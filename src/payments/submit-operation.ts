import { encodeFunctionData, type Hex, isAddressEqual, RpcRequestError } from "viem";
import { paymentIdOf, paymentRouterAbi } from "../protocol/index.ts";
import { type Authorization, authorizationCall } from "../relay/authorization-calls.ts";
import { decodeOperation } from "../relay/decode-operation.ts";
import { OperationRefusedError, RelayerMissingError } from "../relay/errors.ts";
import type { OperationRelay } from "../relay/operation-relay.ts";
import { type Operation, operationHash, parseOperation, type RpcOperation } from "../relay/user-operation.ts";
import type { DatabaseTransaction, Quote } from "../store/index.ts";
import { changeStatus, lockPayment } from "./change-status.ts";
import type { PaymentsContext } from "./context.ts";
import { PaymentStateError, PaymentUnderWayError } from "./errors.ts";
import { loadPayment } from "./load-payment.ts";
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

/** Throws `PaymentStateError` unless the quote's payment can still be paid. */
export async function checkPayable(context: PaymentsContext, quote: Quote): Promise<void> {
  const { payment } = await loadPayment(context.database, quote.paymentId);
  if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
  if (quote.expiresAt <= context.clock()) throw new PaymentStateError("EXPIRED", "paid");
}

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
  await checkPayable(context, quote);
  await relay.bundler.simulate(raw);
  return sendOperation(context, relay, quote, raw);
}

/**
 * Submits a payer's signature by an operation of our own relayer. Throws `RelayerMissingError`, `OperationRevertsError` where the signature does
 * not pay the quote as the chain is now, or `BundlerUnavailableError`; the payment then stays payable.
 */
export async function submitAuthorization(
  context: PaymentsContext,
  relay: OperationRelay,
  quote: Quote,
  authorization: Authorization,
): Promise<Hex> {
  if (!relay.relayer) throw new RelayerMissingError();
  await checkPayable(context, quote);
  const call = authorizationCall(termsFromJson(quote.terms), relay.router, authorization);
  const raw = await relay.relayer.prepare([call], quote.expiresAt);
  return sendOperation(context, relay, quote, raw);
}

/** Settles a quote from its deposit address, where the whole amount stands. Throws as `submitAuthorization` does. */
export async function submitDeposit(context: PaymentsContext, relay: OperationRelay, quote: Quote): Promise<Hex> {
  if (!relay.relayer) throw new RelayerMissingError();
  await checkPayable(context, quote);
  const args = [termsFromJson(quote.terms)] as const;
  const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args });
  const raw = await relay.relayer.prepare([{ to: relay.router, value: 0n, data }], quote.expiresAt);
  return sendOperation(context, relay, quote, raw);
}

async function sendOperation(
  context: PaymentsContext,
  relay: OperationRelay,
  quote: Quote,
  raw: RpcOperation,
): Promise<Hex> {
  const { database } = context;
  const key = { chainId: relay.chain.id, hash: operationHash(parseOperation(raw), relay.chain.id) };
  await database.transaction().execute(async (transaction) => {
    await claimPayment(context, transaction, quote);
    await transaction
      .insertInto("userOperations")
      .values({ ...key, quoteId: quote.id, status: "SENDING", createdAt: context.clock() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  try {
    await relay.bundler.send(raw);
  } catch (error) {
    if (error instanceof RpcRequestError) await moveFromSending(context, key, "REJECTED");
    throw error;
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

/**
 * Two quotes of one payment are two ids on chain, and both would settle. So while an operation of one may land, those of the others wait. Its own
 * may be tried again: an id settles once. Throws `PaymentUnderWayError`, `PaymentStateError`.
 */
async function claimPayment({ clock }: PaymentsContext, transaction: DatabaseTransaction, quote: Quote): Promise<void> {
  const { status } = await lockPayment(transaction, quote.paymentId);
  if (status !== "ACTIVE") throw new PaymentStateError(status, "paid");
  const other = await transaction
    .selectFrom("userOperations")
    .innerJoin("quotes", "quotes.id", "userOperations.quoteId")
    .select("quotes.id")
    .where("quotes.paymentId", "=", quote.paymentId)
    .where("quotes.id", "!=", quote.id)
    .where("quotes.expiresAt", ">", clock())
    .where("userOperations.status", "in", ["SENDING", "ACCEPTED"])
    .executeTakeFirst();
  if (other) throw new PaymentUnderWayError();
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
