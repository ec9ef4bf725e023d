import { v7 as uuidv7 } from "uuid";
import { type Address, getAddress } from "viem";
import { type Actor, lostRecipients, recordChange } from "../access/index.ts";
import { InvalidPaymentError, type Issue, loadPayment, lockPayment } from "../payments/index.ts";
import {
  allocate,
  chainById,
  formatDecimal,
  InvalidDecimalError,
  parseDecimal,
  type TokenSymbol,
  termsFromJson,
} from "../protocol/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { DatabaseTransaction, Owner, Quote, RefundSenders } from "../store/index.ts";
import { newAddressToken } from "./address-link.ts";
import { checkRecipient } from "./check-recipient.ts";
import type { RefundsContext } from "./context.ts";
import { PaymentNotRefundableError, RefundExceedsReceivedError, TooManyRefundsError } from "./errors.ts";
import { findRefund } from "./load-refund.ts";
import { merchantOf, type Received, receivedOf } from "./received.ts";
import { recordRefundEvent } from "./record-event.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

/** Refunds of one payment, cancelled ones included: what is searched for and listed stays bounded. */
const mostRefunds = 500;

export type RefundInput = {
  /** Units of the token, a decimal string. Left out: all that can still go back. */
  readonly amount?: string | null | undefined;
  /** Left out: the payer names it. */
  readonly to?: Address | null | undefined;
  readonly reason: string;
  /** The wallet that the merchant sends it from, where it is another than the one that was paid. */
  readonly from?: Address | null | undefined;
  readonly senders?: RefundSenders | undefined;
  /** Needed where money came in several tokens, and none of them paid. */
  readonly chainId?: number | null | undefined;
  readonly token?: TokenSymbol | null | undefined;
};

/** A refund, and the secret of its payer's page where it waits for an address. */
export type NewRefund = LoadedRefund & { readonly addressToken: string | null };

/**
 * Makes a PENDING refund of what has come of a payment: never more than that with all others together, whatever is asked at the same time. Throws `PaymentNotFoundError`,
 * `PaymentNotRefundableError`, `RefundExceedsReceivedError`, `InvalidPaymentError`. Run again, it answers what the earlier run made.
 */
export async function createRefund(
  context: RefundsContext,
  owner: Owner,
  paymentId: string,
  input: RefundInput,
  actor: Actor,
  run?: IdempotentRun,
): Promise<NewRefund> {
  const { database } = context;
  const earlier = run?.isAgain ? await findRefund(database, run.id, owner) : undefined;
  if (earlier) return answerAgain(context, earlier);
  await loadPayment(database, paymentId, owner);
  const chosen = chooseReceived(await receivedOf(database, paymentId), input);
  const from = input.from == null ? undefined : await checkSender(context, input.from, input.senders);
  const chain = chainById(chosen.chainId);
  if (!chain) throw new Error(`Chain ${chosen.chainId} is in no table.`);
  const token = chosen.token.symbol;
  const senders = sendersOf(chosen.quote, input.senders, from).map(({ sender }) => sender);
  const to = input.to == null ? null : await checkRecipient(context, { chain, token, to: input.to, senders });

  return database.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, paymentId);
    const now = context.clock();
    // Again, now that no other refund can be made meanwhile, and nothing of the payment can be taken back.
    const received = chooseReceived(await receivedOf(transaction, paymentId), input);
    const amount = await checkAmount(transaction, payment.id, received, input.amount);
    const id = run?.id ?? uuidv7({ msecs: now.getTime() });
    const address = to === null ? newAddressToken(now) : undefined;
    await transaction
      .insertInto("refunds")
      .values({
        id,
        ...owner,
        paymentId,
        quoteId: received.quote.id,
        chainId: received.chainId,
        token,
        tokenAddress: received.token.address,
        amount,
        senders: input.senders ?? "merchant",
        recipient: to,
        openedAt: to === null ? null : now,
        reason: input.reason,
        receivedAt: received.receivedAt,
        addressTokenHash: address?.stored.addressTokenHash ?? null,
        addressTokenExpiresAt: address?.stored.addressTokenExpiresAt ?? null,
        createdAt: now,
      })
      .execute();
    const scannedTo = await lastBlockRead(transaction, received.chainId);
    const parties = sendersOf(received.quote, input.senders, from);
    const amounts = allocate(
      amount,
      parties.map(({ weight }) => weight),
    );
    const transfers = parties
      .map(({ sender }, index) => ({ sender, amount: amounts[index] ?? 0n }))
      .filter((transfer) => transfer.amount > 0n)
      .map((transfer, position) => ({
        ...transfer,
        refundId: id,
        position,
        organizationId: owner.organizationId,
        chainId: received.chainId,
        scannedTo,
      }));
    await transaction.insertInto("refundTransfers").values(transfers).execute();
    const after = { paymentId, amount: formatDecimal(amount, received.token.decimals), token, to, from: senders };
    const target = { type: "refund", id };
    const { organizationId } = owner;
    await recordChange(transaction, { organizationId, action: "refund.created", target, after }, actor, now);
    const created = await recordRefundEvent(transaction, id, "refund.created", now);
    return { ...created, addressToken: address?.token ?? null };
  });
}

/** The answer may have got lost, and with it the only place where the link stood. */
async function answerAgain({ database, clock }: RefundsContext, earlier: LoadedRefund): Promise<NewRefund> {
  const { id, status, recipient } = earlier.refund;
  if (status !== "PENDING" || recipient !== null) return { ...earlier, addressToken: null };
  const { token, stored } = newAddressToken(clock());
  await database.updateTable("refunds").set(stored).where("id", "=", id).where("recipient", "is", null).execute();
  return { ...earlier, addressToken: token };
}

/** Throws `PaymentNotRefundableError`, or `InvalidPaymentError` where the token has to be named. */
function chooseReceived(all: readonly Received[], { chainId, token }: RefundInput): Received {
  const fitting = all.filter(
    (received) =>
      (chainId == null || received.chainId === chainId) && (token == null || received.token.symbol === token),
  );
  const [first, ...more] = fitting;
  if (!first) throw new PaymentNotRefundableError(chainId == null && token == null ? "" : " in that token");
  if (more.length === 0) return first;
  const paying = fitting.filter(({ isPayment }) => isPayment);
  if (paying[0] && paying.length === 1) return paying[0];
  const names = fitting.map((received) => `${received.token.symbol} on ${received.chainId}`).join(", ");
  throw new InvalidPaymentError([{ path: ["token"], message: `Name chainId and token: money came as ${names}.` }]);
}

async function checkSender(context: RefundsContext, from: Address, senders?: RefundSenders): Promise<Address> {
  const issue = (message: string): Issue => ({ path: ["from"], message });
  if (senders === "shares") {
    throw new InvalidPaymentError([issue("Sellers send from the addresses that were paid: leave from out.")]);
  }
  const reason = (await lostRecipients(context, [from])).get(from);
  if (reason !== undefined) throw new InvalidPaymentError([issue(`No wallet of yours sends from ${from}: ${reason}.`)]);
  return getAddress(from);
}

/** Who sends, and in proportion to what. */
function sendersOf(quote: Quote, senders: RefundSenders = "merchant", from?: Address) {
  if (senders === "merchant") return [{ sender: from ?? merchantOf(quote), weight: 1n }];
  const { shares } = termsFromJson(quote.terms);
  return shares.map(({ recipient, amount }) => ({ sender: recipient, weight: amount }));
}

/** Throws `RefundExceedsReceivedError`, `InvalidPaymentError`, `TooManyRefundsError`. The payment is locked. */
async function checkAmount(
  transaction: DatabaseTransaction,
  paymentId: string,
  { chainId, token, amount: received }: Received,
  asked: string | null | undefined,
): Promise<bigint> {
  const refunds = await transaction
    .selectFrom("refunds")
    .select(["chainId", "token", "amount", "status"])
    .where("paymentId", "=", paymentId)
    .execute();
  if (refunds.length >= mostRefunds) throw new TooManyRefundsError(mostRefunds);
  const refunded = refunds
    .filter((refund) => refund.chainId === chainId && refund.token === token.symbol)
    .filter(({ status }) => status === "PENDING" || status === "SUCCEEDED")
    .reduce((sum, { amount }) => sum + amount, 0n);
  const left = received - refunded;
  const available = left > 0n ? left : 0n;
  const amount = asked == null ? available : parseAmount(asked, token.decimals);
  if (amount > available || amount === 0n) {
    const text = (units: bigint) => formatDecimal(units, token.decimals);
    throw new RefundExceedsReceivedError({
      received: text(received),
      refunded: text(refunded),
      available: text(available),
    });
  }
  return amount;
}

function parseAmount(text: string, decimals: number): bigint {
  const issue = (message: string) => new InvalidPaymentError([{ path: ["amount"], message }]);
  try {
    const amount = parseDecimal(text, decimals);
    if (amount === 0n) throw issue("The amount must be above zero.");
    return amount;
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    throw issue(`The token has ${decimals} decimals: ${error.message}`);
  }
}

/** Null where nothing of the chain was read yet. */
export async function lastBlockRead(transaction: DatabaseTransaction, chainId: number): Promise<bigint | null> {
  const cursor = await transaction
    .selectFrom("chainCursors")
    .select("blockNumber")
    .where("chainId", "=", chainId)
    .executeTakeFirst();
  return cursor?.blockNumber ?? null;
}
