import type { Address } from "viem";
import type { PaymentEventType } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, ObservedDeposit } from "../store/index.ts";

// The only writer of `observed_deposits`.

/** What each event makes of the money. `payment.waiting` is not here: that money is enough, and waits for cheaper gas. */
const kindOf: Partial<Record<PaymentEventType, ObservedDeposit["kind"]>> = {
  "payment.underpaid": "UNDERPAID",
  "payment.overpaid": "OVERPAID",
  "payment.late": "LATE",
};

/** Keeps a deposit that an event reports, in the transaction of the event. The last of a place replaces those before. */
export async function observeDeposit(
  transaction: DatabaseTransaction,
  place: Pick<ObservedDeposit, "quoteId" | "chainId" | "token" | "amount">,
  type: PaymentEventType,
): Promise<void> {
  const kind = kindOf[type];
  if (kind === undefined) return;
  const { amount } = place;
  await transaction
    .insertInto("observedDeposits")
    .values({ ...place, kind, isSurplus: kind !== "UNDERPAID" })
    .onConflict((conflict) =>
      conflict.columns(["quoteId", "chainId", "token", "isSurplus"]).doUpdateSet({ kind, amount }),
    )
    .execute();
}

/** An observed balance with its address and what its quote asks for. Token base units. */
export type DepositAtAddress = ObservedDeposit & { readonly address: Address; readonly amountDue: bigint };

/** Balances that do not pay, at the deposit addresses of a payment's quotes. */
export async function depositsOfPayment(database: Database, paymentId: string): Promise<DepositAtAddress[]> {
  const rows = await database
    .selectFrom("observedDeposits")
    .innerJoin("quotes", "quotes.id", "observedDeposits.quoteId")
    .innerJoin("depositWatches", (join) =>
      join
        .onRef("depositWatches.quoteId", "=", "observedDeposits.quoteId")
        .onRef("depositWatches.chainId", "=", "observedDeposits.chainId"),
    )
    .selectAll("observedDeposits")
    .select(["depositWatches.address", "quotes.amountToken"])
    .where("quotes.paymentId", "=", paymentId)
    .orderBy("quotes.createdAt")
    .orderBy("observedDeposits.chainId")
    .orderBy("observedDeposits.token")
    .execute();
  return rows.map(({ amountToken, ...row }) => ({ ...row, amountDue: amountToken - row.amount }));
}
