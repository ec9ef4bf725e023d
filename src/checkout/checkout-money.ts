import type { Address, Hex } from "viem";
import type { PaymentEventType } from "../events/index.ts";
import type { DepositNotice } from "../payments/index.ts";
import { chainById, formatDecimal, type TokenSymbol, tokenByAddress } from "../protocol/index.ts";
import type { Database, PaymentRow } from "../store/index.ts";

/** Money at the deposit address of one of the payment's quotes, not enough to pay it yet. */
export type CheckoutDeposit = DepositNotice & { readonly quoteId: string };

/** Money that came beside the payment: after it was paid, or after it was over. Amounts are decimal strings. */
export type UnexpectedMoney = {
  readonly kind: "OVERPAID" | "LATE";
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly amount: string;
  /** The deposit address that it came to; null where it was paid through the router. */
  readonly address: Address | null;
  readonly txHash: Hex | null;
};

type Told = { readonly type: PaymentEventType; readonly deposit?: DepositNotice };

/** What came beside, or not enough. Read from what the merchant was told, so that both hear the same. */
export async function checkoutMoney(database: Database, { id, eventSequence }: PaymentRow) {
  if (eventSequence === 0) return { deposits: [], unexpected: [] };
  const events = await database
    .selectFrom("webhookEvents")
    .select("body")
    .where("paymentId", "=", id)
    .where("type", "in", ["payment.underpaid", "payment.overpaid", "payment.late"])
    .orderBy("sequence")
    .execute();
  const told = events.map(({ body }) => JSON.parse(body) as Told);
  const quoteIds = await quotesByAddress(database, id);
  const deposits = new Map<string, CheckoutDeposit>();
  const unexpected = new Map<string, UnexpectedMoney>();
  for (const { type, deposit } of told) {
    if (deposit === undefined) continue;
    const { chainId, token, address, receivedAmount } = deposit;
    const place = `${chainId} ${token} ${address}`;
    // The last one told of an address says how much stands there.
    if (type === "payment.underpaid") deposits.set(place, { ...deposit, quoteId: quoteIds.get(address) ?? "" });
    else {
      const kind = type === "payment.late" ? "LATE" : "OVERPAID";
      unexpected.set(place, { kind, chainId, token, amount: receivedAmount, address, txHash: null });
    }
  }
  return {
    deposits: [...deposits.values()],
    unexpected: [...(await unexpectedSettlements(database, id)), ...unexpected.values()],
  };
}

async function quotesByAddress(database: Database, paymentId: string): Promise<ReadonlyMap<string, string>> {
  const watches = await database
    .selectFrom("depositWatches")
    .innerJoin("quotes", "quotes.id", "depositWatches.quoteId")
    .select(["depositWatches.address", "quotes.id"])
    .where("quotes.paymentId", "=", paymentId)
    .execute();
  return new Map(watches.map(({ address, id }) => [address, id]));
}

async function unexpectedSettlements(database: Database, paymentId: string): Promise<UnexpectedMoney[]> {
  const settlements = await database
    .selectFrom("settlements")
    .innerJoin("quotes", "quotes.id", "settlements.quoteId")
    .select(["settlements.kind", "settlements.chainId", "settlements.tokenAddress", "settlements.amount"])
    .select("settlements.transactionHash")
    .where("quotes.paymentId", "=", paymentId)
    .where("settlements.kind", "in", ["OVERPAID", "LATE"])
    .orderBy("settlements.id")
    .execute();
  return settlements.flatMap(({ kind, chainId, tokenAddress, amount, transactionHash }) => {
    const chain = chainById(chainId);
    const token = chain && tokenByAddress(chain, tokenAddress);
    if (!token || (kind !== "OVERPAID" && kind !== "LATE")) return [];
    const shown = formatDecimal(amount, token.decimals);
    return [{ kind, chainId, token: token.symbol, amount: shown, address: null, txHash: transactionHash }];
  });
}
