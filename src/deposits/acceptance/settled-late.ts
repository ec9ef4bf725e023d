import { chainById, formatDecimal, tokenByAddress } from "../../protocol/index.ts";
import type { Quote } from "../../store/index.ts";
import type { Acceptance, AcceptContext } from "./acceptance.ts";

/** What the router settled by its terms when the payment was over: everybody has it. */
export async function settledLate({ database }: AcceptContext, quotes: readonly Quote[]): Promise<Acceptance[]> {
  if (quotes.length === 0) return [];
  const rows = await database
    .selectFrom("settlements")
    .selectAll()
    .where(
      "quoteId",
      "in",
      quotes.map(({ id }) => id),
    )
    .where("kind", "=", "LATE")
    .where("reversedBy", "is", null)
    .orderBy("id")
    .execute();
  return rows.flatMap(({ quoteId, chainId, tokenAddress, amount, transactionHash }) => {
    const chain = chainById(chainId);
    const token = chain && tokenByAddress(chain, tokenAddress);
    if (!token || quoteId === null) return [];
    return [
      {
        quoteId,
        chainId,
        token: token.symbol,
        amount: formatDecimal(amount, token.decimals),
        outcome: "PAID" as const,
        message: `The router paid it to you and your sellers by the payment's terms, with transaction ${transactionHash}: you have it. To give it back, refund the payment.`,
        availableAt: null,
        availableUntil: null,
        transactions: [],
        paymentId: null,
      },
    ];
  });
}
