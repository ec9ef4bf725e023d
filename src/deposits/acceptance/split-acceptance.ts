import { encodeFunctionData, erc20Abi } from "viem";
import { type CreatePaymentInput, createPayment, loadPayment, lockPayment } from "../../payments/index.ts";
import { allocate, depositAddressOf, formatDecimal, parseDecimal, termsFromJson } from "../../protocol/index.ts";
import { quotePayment } from "../../quotes/index.ts";
import type { PaymentRow, Quote } from "../../store/index.ts";
import type { Recovery } from "../recoveries.ts";
import { type Acceptance, type AcceptContext, type AcceptingMerchant, decimalsOf } from "./acceptance.ts";

/** How long a merchant has to pay the split of what it took. Milliseconds. */
const splitLife = 30 * 24 * 60 * 60_000;

/** What payments that split accepted money have as their source; the id is that of the payment that it came for. */
const splitSource = "accepted_payment";

type Split = {
  readonly quote: Quote;
  readonly recovery: Recovery;
  readonly acceptance: Acceptance;
  /** New payments of this answer. */
  readonly taken: Set<string>;
};

/** The merchant has all of it, and its sellers have nothing: a new payment of the amount, which the merchant pays, gives everybody their part. */
export async function splitAcceptance(
  context: AcceptContext,
  merchant: AcceptingMerchant,
  payment: PaymentRow,
  { quote, recovery, acceptance, taken }: Split,
): Promise<Acceptance> {
  const { chainId, token, chainName } = recovery;
  const decimals = decimalsOf(recovery);
  const amount = parseDecimal(recovery.amount, decimals);
  const weights = [payment.merchantAmount, ...payment.sellers.map((seller) => BigInt(seller.amount))];
  const [, ...parts] = allocate(amount, weights);
  const text = (units: bigint) => formatDecimal(units, decimals);
  const isTooSmall = parts.some((part) => part === 0n);
  const isOffered = context.chains.some(
    (chain) => chain.id === chainId && chain.tokens.some(({ symbol }) => symbol === token),
  );
  if (isTooSmall || !isOffered) {
    const why = isTooSmall ? "It is too little to be split." : `${token} on ${chainName} is not offered here any more.`;
    return { ...acceptance, message: `${acceptance.message} ${why}` };
  }
  const sellers = payment.sellers.map(({ address }, index) => ({ address, amount: text(parts[index] ?? 0n) }));
  const id = await splitPayment(context, merchant, payment, taken, amount, {
    amount: text(amount),
    currency: token,
    title: payment.title,
    sellers,
    acceptedChains: [chainId],
    acceptedTokens: [token],
    expiresAt: new Date(context.clock().getTime() + splitLife),
    metadata: payment.metadata,
    source: { type: splitSource, id: payment.id },
  });
  taken.add(id);
  const { payment: split } = await loadPayment(context.database, id);
  if (split.status !== "ACTIVE")
    return { ...acceptance, paymentId: id, message: `${acceptance.message} It was split.` };
  const { quote: own } = await quotePayment(context, id, { chainId, token });
  const from = termsFromJson(quote.terms).shares[0]?.recipient ?? recovery.beneficiary;
  const to = depositAddressOf(termsFromJson(own.terms), own.router);
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, own.amountToken] });
  const summary = `Then send ${text(own.amountToken)} ${token} on ${chainName} from ${from} to ${to}, the deposit address of payment ${id}: it pays you and your sellers in proportion.`;
  const transfer = { chainId, from, to: recovery.tokenAddress, data, value: "0", summary } as const;
  return {
    ...acceptance,
    paymentId: id,
    message: `${acceptance.message} Your sellers' parts are then yours to pay: payment ${id} splits it in proportion, less the fee, once you have sent the second transaction. Do so before ${own.expiresAt.toISOString()}.`,
    transactions: [...acceptance.transactions, transfer],
  };
}

/** The payment that splits this amount: one of an earlier answer, or a new one. Answers its id. */
async function splitPayment(
  context: AcceptContext,
  merchant: AcceptingMerchant,
  payment: PaymentRow,
  taken: ReadonlySet<string>,
  amount: bigint,
  input: CreatePaymentInput,
): Promise<string> {
  return context.database.transaction().execute(async (transaction) => {
    await lockPayment(transaction, payment.id);
    const earlier = await transaction
      .selectFrom("payments")
      .select("id")
      .where("sourceType", "=", splitSource)
      .where("sourceId", "=", payment.id)
      .where("amount", "=", amount)
      .where("currency", "=", input.currency)
      .where("status", "in", ["ACTIVE", "PROCESSING", "SUCCESSFUL"])
      .orderBy("id")
      .execute();
    const same = earlier.find((one) => !taken.has(one.id));
    if (same) return same.id;
    const created = await createPayment({ ...context, database: transaction }, merchant, payment.mode, input);
    return created.payment.id;
  });
}
