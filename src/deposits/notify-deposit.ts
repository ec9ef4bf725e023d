import { type DepositNotice, lockPayment, recordEvent } from "../payments/index.ts";
import type { PaymentEventType, Token } from "../protocol/index.ts";
import type { PaymentRow } from "../store/index.ts";
import type { DepositsContext } from "./context.ts";
import type { DueWatch } from "./deposit-watches.ts";
import { observeDeposit } from "./observed-deposits.ts";
import { isReported, markReported, type ReportedAs } from "./reported-deposits.ts";

/** One token at a deposit address. */
export type HeldDeposit = {
  readonly watch: DueWatch;
  readonly token: Token;
  /** Base units. */
  readonly amount: bigint;
};

/** What a merchant is notified of. */
export type Notice = {
  readonly as: ReportedAs;
  readonly typeOf: (payment: PaymentRow) => PaymentEventType;
  readonly sponsorship?: DepositNotice["sponsorship"];
};

/** Notifies the merchant of a deposit, once for the same amount as the same thing, until it has been returned. */
export async function notifyDeposit(
  context: DepositsContext,
  { watch, token, amount }: HeldDeposit,
  { as, typeOf, sponsorship }: Notice,
): Promise<void> {
  const { quote, chainId, address } = watch;
  if (isReported(watch.reported, token, as, amount)) return;
  await context.database.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, quote.paymentId);
    // Another worker may have scanned it meanwhile: an address that something came to is due at once, whoever scans it.
    if (!(await markReported(transaction, { quoteId: quote.id, chainId }, token, as, amount))) return;
    const type = typeOf(payment);
    const notice: DepositNotice = {
      chainId,
      token: token.symbol,
      address,
      receivedAmount: amount.toString(),
      dueAmount: type === "payment.underpaid" ? (quote.amountToken - amount).toString() : null,
      ...(sponsorship && { sponsorship }),
    };
    await recordEvent(context, transaction, payment.id, type, notice);
    await observeDeposit(transaction, { quoteId: quote.id, chainId, token: token.symbol, amount }, type);
  });
}
