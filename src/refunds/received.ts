import { type Address, isAddressEqual } from "viem";
import { chainById, type Token, termsFromJson, tokenByAddress } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Quote } from "../store/index.ts";

/** What came of a payment in one token on one chain, is final, and was not taken back. */
export type Received = {
  readonly chainId: number;
  readonly token: Token;
  /** Base units: what payers paid, fee included. */
  readonly amount: bigint;
  /** Whether it paid the payment, in whole or besides. */
  readonly isPayment: boolean;
  /** Under which it came: the one that paid, else the last. */
  readonly quote: Quote;
  /** The first of it. */
  readonly receivedAt: Date;
};

/** The kinds of the ledger that bring a merchant money. */
const receiving = ["PAYMENT", "OVERPAID", "LATE", "RECLAIMED"] as const;

/**
 * What of a payment can go back: what the router settled for it, and what its deposit addresses held beyond and went to the merchant. What they gave back to the payer
 * himself is not in it.
 */
export async function receivedOf(database: Database | DatabaseTransaction, paymentId: string): Promise<Received[]> {
  const quotes = await database.selectFrom("quotes").selectAll().where("paymentId", "=", paymentId).execute();
  const byId = new Map(quotes.map((quote) => [quote.id, quote]));
  if (quotes.length === 0) return [];
  const rows = await database
    .selectFrom("settlements")
    .selectAll()
    .where("quoteId", "in", [...byId.keys()])
    .where("kind", "in", receiving)
    .where("final", "=", true)
    .where("missing", "=", false)
    .where("reversedBy", "is", null)
    .orderBy("id")
    .execute();
  const groups = new Map<string, Received>();
  for (const { chainId, tokenAddress, kind, amount, quoteId, recipient, blockTime } of rows) {
    const chain = chainById(chainId);
    const token = chain && tokenByAddress(chain, tokenAddress);
    const quote = byId.get(quoteId ?? "");
    if (!token || !quote) continue;
    if (kind === "RECLAIMED" && !isAddressEqual(recipient, merchantOf(quote))) continue;
    const key = `${chainId} ${token.symbol}`;
    const before = groups.get(key);
    const isPayment = kind === "PAYMENT";
    groups.set(key, {
      chainId,
      token,
      amount: (before?.amount ?? 0n) + amount,
      isPayment: isPayment || before?.isPayment === true,
      quote: before?.isPayment ? before.quote : quote,
      receivedAt: before && before.receivedAt < blockTime ? before.receivedAt : blockTime,
    });
  }
  return [...groups.values()];
}

/** Who has the first share of a quote. */
export function merchantOf({ terms }: Pick<Quote, "terms">): Address {
  const [first] = termsFromJson(terms).shares;
  if (!first) throw new Error("A quote has at least one share.");
  return first.recipient;
}
