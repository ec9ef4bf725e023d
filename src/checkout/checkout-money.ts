import type { Address, Hex } from "viem";
import { depositsOfPayment } from "../deposits/index.ts";
import { chainById, formatDecimal, type TokenSymbol, tokenByAddress, tokenBySymbol } from "../protocol/index.ts";
import { refundsOnReceipt } from "../refunds/index.ts";
import type { Database } from "../store/index.ts";

/** Money at the deposit address of one of the payment's quotes, not enough to pay it yet. Amounts are decimal strings. */
export type CheckoutDeposit = {
  readonly quoteId: string;
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly address: Address;
  readonly receivedAmount: string;
  /** What is still missing. */
  readonly dueAmount: string;
};

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

/** What is short of the amount due, and what came beside the payment. */
export async function checkoutMoney(database: Database, paymentId: string) {
  const observed = await depositsOfPayment(database, paymentId);
  const deposits: CheckoutDeposit[] = [];
  const unexpected: UnexpectedMoney[] = await unexpectedSettlements(database, paymentId);
  for (const { quoteId, chainId, token, address, kind, amount, amountDue } of observed) {
    const receivedAmount = format(chainId, token, amount);
    const place = { chainId, token, address };
    if (kind === "UNDERPAID") {
      deposits.push({ quoteId, ...place, receivedAmount, dueAmount: format(chainId, token, amountDue) });
    } else unexpected.push({ kind, ...place, amount: receivedAmount, txHash: null });
  }
  return { deposits, unexpected };
}

/** A transfer that gives the payer money back. Amounts are decimal strings. */
export type CheckoutRefund = {
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly amount: string;
  readonly txHash: Hex;
  readonly final: boolean;
};

/** What was sent back, as far as the chain shows it. */
export async function checkoutRefunds(database: Database, paymentId: string): Promise<CheckoutRefund[]> {
  const refunds = await refundsOnReceipt(database, paymentId);
  return refunds.flatMap(({ refund: { chainId, token }, transfers }) =>
    transfers.flatMap(({ amount, transactionHash: txHash, final }) =>
      txHash === null ? [] : [{ chainId, token, amount: format(chainId, token, amount), txHash, final }],
    ),
  );
}

function format(chainId: number, symbol: TokenSymbol, amount: bigint): string {
  const chain = chainById(chainId);
  return formatDecimal(amount, (chain && tokenBySymbol(chain, symbol)?.decimals) ?? 0);
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
