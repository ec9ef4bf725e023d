import { v7 as uuidv7 } from "uuid";
import { type Actor, recordChange } from "../access/index.ts";
import { readCursor } from "../ledger/index.ts";
import { loadPayment, lockPayment } from "../payments/index.ts";
import { allocate, chainById, formatDecimal } from "../protocol/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Owner } from "../store/index.ts";
import { newAddressToken } from "./address-link.ts";
import { checkRecipient } from "./check-recipient.ts";
import { chooseReceived } from "./choose-received.ts";
import type { RefundsContext } from "./context.ts";
import { findRefund } from "./load-refund.ts";
import { receivedOf } from "./received.ts";
import { recordRefundEvent } from "./record-event.ts";
import { checkAmount } from "./refund-amount.ts";
import type { RefundInput } from "./refund-input.ts";
import { checkSender, sendersOf } from "./refund-senders.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

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
    const scannedTo = (await readCursor(transaction, received.chainId))?.blockNumber ?? null;
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
