import { type Address, encodeFunctionData, erc20Abi, type Hex, isAddressEqual } from "viem";
import { type Actor, recordChange } from "../access/index.ts";
import { createPayment, loadPayment, lockPayment, type Payee } from "../payments/index.ts";
import {
  allocate,
  chainById,
  depositAddressOf,
  formatDecimal,
  parseDecimal,
  paymentRouterAbi,
  type TokenSymbol,
  termsFromJson,
  tokenByAddress,
} from "../protocol/index.ts";
import { type QuotesContext, quotePayment } from "../quotes/index.ts";
import type { Organization, Owner, PaymentRow, Quote } from "../store/index.ts";
import { NothingToAcceptError, PaymentNotAcceptableError } from "./accept-errors.ts";
import type { DepositsContext } from "./context.ts";
import { requestReturns } from "./deposit-watches.ts";
import { listRecoveries, type Recovery, type RecoveryChain } from "./recoveries.ts";

/**
 * What becomes of money that a merchant takes although it does not pay. PAID: the router has paid it out by its terms already. SETTLE: it can still, whoever sends the transaction.
 * TOP_UP: it can once the merchant adds what is missing. RECLAIM: the router sends it to the merchant alone, without a split and without a fee; where there are sellers, a new payment of it
 * pays everybody in proportion. NOT_POSSIBLE: the router sends it back to the payer, and nowhere else.
 */
export const acceptOutcomes = ["PAID", "SETTLE", "TOP_UP", "RECLAIM", "NOT_POSSIBLE"] as const;
export type AcceptOutcome = (typeof acceptOutcomes)[number];

/** A transaction that carries it out. */
export type AcceptTransaction = {
  readonly chainId: number;
  /** Who has to send it; null: anybody may. */
  readonly from: Address | null;
  readonly to: Address;
  readonly data: Hex;
  readonly value: "0";
  /** What it does, for people. */
  readonly summary: string;
};

/** Some money of a payment that does not pay it, and how it is accepted. Amounts are decimal strings of the token. */
export type Acceptance = {
  readonly quoteId: string;
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly amount: string;
  readonly outcome: AcceptOutcome;
  /** What happens, and what is to be done. */
  readonly message: string;
  /** From when on the router does it; null: now. */
  readonly availableAt: string | null;
  /** Until when it does; null: for ever. */
  readonly availableUntil: string | null;
  /** In their order. */
  readonly transactions: readonly AcceptTransaction[];
  /** The new payment that splits it; null where none is needed. */
  readonly paymentId: string | null;
};

export type Accepted = { readonly data: readonly Acceptance[]; readonly unreadChains: readonly number[] };

export type AcceptContext = DepositsContext & QuotesContext;

/** Pages of quotes that are looked at. */
const mostPages = 10;

/** Nobody should add money to a deposit address so shortly before its end. Milliseconds. */
const topUpMargin = 5 * 60_000;

/** How long a merchant has to pay the split of what it took. Milliseconds. */
const splitLife = 30 * 24 * 60 * 60_000;

/** Whom a payment is of. */
export type AcceptingMerchant = Payee & Pick<Organization, "successUrl" | "cancelUrl">;

/**
 * Accepts what has come for a payment and does not pay it: too little, or too late. What the router lets happen by itself is asked for, the rest is answered as transactions. Throws
 * `PaymentNotFoundError`, `PaymentNotAcceptableError`, `NothingToAcceptError`.
 */
export async function acceptMoney(
  context: AcceptContext,
  chains: Iterable<RecoveryChain>,
  merchant: AcceptingMerchant,
  owner: Owner,
  paymentId: string,
  actor: Actor,
): Promise<Accepted> {
  const { database } = context;
  const { payment } = await loadPayment(database, paymentId, owner);
  if (payment.status === "SUCCESSFUL" || payment.status === "PROCESSING") {
    throw new PaymentNotAcceptableError(payment.status);
  }
  const { recoveries, unreadChains } = await allRecoveries(context, [...chains], payment.id);
  const quotes = await database.selectFrom("quotes").selectAll().where("paymentId", "=", payment.id).execute();
  const byId = new Map(quotes.map((quote) => [quote.id, quote]));
  const data: Acceptance[] = await settledLate(context, quotes);
  const taken = new Set<string>();
  for (const recovery of recoveries) {
    const quote = byId.get(recovery.quoteId);
    if (!quote || recovery.reason === "BEYOND_PAYMENT") continue;
    const acceptance = acceptanceOf(context, payment, quote, recovery);
    const isSplit = acceptance.outcome === "RECLAIM" && payment.sellers.length > 0;
    data.push(
      isSplit ? await withSplit(context, merchant, payment, { quote, recovery, acceptance, taken }) : acceptance,
    );
  }
  if (data.length === 0) throw new NothingToAcceptError(unreadChains);
  if (data.some(({ outcome }) => outcome === "RECLAIM")) await requestReturns(context, payment.id);
  await database.transaction().execute(async (transaction) => {
    const after = {
      accepted: data.map(({ amount, token, chainId, outcome }) => ({ amount, token, chainId, outcome })),
    };
    const target = { type: "payment", id: payment.id };
    const { organizationId } = owner;
    await recordChange(
      transaction,
      { organizationId, action: "payment.accepted", target, after },
      actor,
      context.clock(),
    );
  });
  return { data, unreadChains };
}

async function allRecoveries(context: AcceptContext, chains: readonly RecoveryChain[], paymentId: string) {
  const recoveries: Recovery[] = [];
  const unread = new Set<number>();
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await listRecoveries(context, chains, paymentId, { cursor });
    recoveries.push(...found.recoveries);
    for (const chainId of found.unreadChains) unread.add(chainId);
    if (found.nextCursor === null) break;
    cursor = found.nextCursor;
  }
  return { recoveries, unreadChains: [...unread] };
}

/** What the router settled by its terms when the payment was over: everybody has it. */
async function settledLate({ database }: AcceptContext, quotes: readonly Quote[]): Promise<Acceptance[]> {
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
        ...always,
        transactions: [],
        paymentId: null,
      },
    ];
  });
}

const always = { availableAt: null, availableUntil: null } as const;

/** What the router permits with some money at a deposit address. */
function acceptanceOf(
  { clock, settlesDeposits }: AcceptContext,
  { status }: PaymentRow,
  quote: Quote,
  recovery: Recovery,
): Acceptance {
  const { chainId, token, amount, chainName, reason, beneficiary, depositAddress } = recovery;
  const terms = termsFromJson(quote.terms);
  const merchant = terms.shares[0]?.recipient ?? beneficiary;
  const decimals = decimalsOf(recovery);
  const held = parseDecimal(amount, decimals);
  const place = { quoteId: quote.id, chainId, token, amount, paymentId: null };
  const deadline = new Date(Number(terms.deadline) * 1_000);
  const isItsMoney = chainId === quote.chainId && token === quote.token;
  const isOpen = recovery.availableAt !== null || reason === "UNSUBMITTED";
  const text = `${amount} ${token} on ${chainName}`;
  const isMerchants = isAddressEqual(beneficiary, merchant);
  const after = `After ${deadline.toISOString()} it goes to ${isMerchants ? "you" : `${beneficiary}, whom the payer named`}.`;

  const settle = {
    chainId,
    from: null,
    to: quote.router,
    data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args: [terms] }),
    value: "0",
    summary: `Pay ${formatDecimal(quote.amountToken, decimals)} ${token} on ${chainName} from the deposit address ${depositAddress} to you and your sellers, by the payment's own terms.`,
  } as const;

  if (isItsMoney && isOpen && held >= quote.amountToken) {
    return {
      ...place,
      outcome: "SETTLE",
      message: `The whole amount is there, and the router still pays it out by the payment's terms: anybody may send the transaction, before ${deadline.toISOString()}. ${after}`,
      availableAt: null,
      availableUntil: deadline.toISOString(),
      transactions: [settle],
    };
  }
  if (isItsMoney && isOpen && deadline.getTime() - clock().getTime() > topUpMargin) {
    const missing = quote.amountToken - held;
    const missingText = `${formatDecimal(missing, decimals)} ${token}`;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [depositAddress, missing] });
    const summary = `Send the missing ${missingText} on ${chainName} from ${merchant} to the deposit address ${depositAddress}: the payment can then be paid by its own terms.`;
    // An open payment's deposit is settled by this server.
    const isAttended = settlesDeposits && status === "ACTIVE";
    const topUp = { chainId, from: merchant, to: recovery.tokenAddress, data, value: "0", summary } as const;
    return {
      ...place,
      outcome: "TOP_UP",
      message: `The router pays out the whole amount or nothing, and by these terms alone: ${missingText} is missing. Add it yourself, and everybody is paid as agreed. Do so only if your payer does not, and well before ${deadline.toISOString()}: what is too much, or too late, goes to ${isMerchants ? "you" : beneficiary}. ${after}`,
      availableAt: null,
      availableUntil: deadline.toISOString(),
      transactions: isAttended ? [topUp] : [topUp, settle],
    };
  }
  const from = recovery.sender === "beneficiary" ? beneficiary : null;
  const { to, data, value } = recovery.transaction;
  const goesTo = isMerchants ? "you" : beneficiary;
  const summary = `Send ${text} from the deposit address ${depositAddress} to ${goesTo}.`;
  const reclaim = { chainId, from, to, data, value, summary };
  const { availableAt } = recovery;
  if (!isMerchants) {
    return {
      ...place,
      outcome: "NOT_POSSIBLE",
      message: `The payer named ${beneficiary} as the address that such money goes back to, and the router sends it nowhere else. It is returned by itself, or by this transaction; ask your payer to pay again.`,
      availableAt,
      availableUntil: null,
      transactions: [reclaim],
    };
  }
  const sends =
    from === null
      ? "This server sends it to you as soon as that is worth its gas; anybody may."
      : `On this chain you alone can send for it, from ${beneficiary}.`;
  return {
    ...place,
    outcome: "RECLAIM",
    message: `The router does not split it any more: it sends all of it to you, and takes no fee. ${sends}`,
    availableAt,
    availableUntil: null,
    transactions: [reclaim],
  };
}

type Split = {
  readonly quote: Quote;
  readonly recovery: Recovery;
  readonly acceptance: Acceptance;
  /** New payments of this answer. */
  readonly taken: Set<string>;
};

/** The merchant has all of it, and its sellers have nothing: a new payment of the amount, which the merchant pays, gives everybody their part. */
async function withSplit(
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
  const id = await context.database.transaction().execute(async (transaction) => {
    await lockPayment(transaction, payment.id);
    const earlier = await transaction
      .selectFrom("payments")
      .select("id")
      .where("sourceType", "=", splitSource)
      .where("sourceId", "=", payment.id)
      .where("amount", "=", amount)
      .where("currency", "=", token)
      .where("status", "in", ["ACTIVE", "PROCESSING", "SUCCESSFUL"])
      .orderBy("id")
      .execute();
    const same = earlier.find((one) => !taken.has(one.id));
    if (same) return same.id;
    const input = {
      amount: text(amount),
      currency: token,
      title: payment.title,
      sellers,
      acceptedChains: [chainId],
      acceptedTokens: [token],
      expiresAt: new Date(context.clock().getTime() + splitLife),
      metadata: payment.metadata,
      source: { type: splitSource, id: payment.id },
    };
    const created = await createPayment({ ...context, database: transaction }, merchant, payment.mode, input);
    return created.payment.id;
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

/** What payments that split accepted money have as their source; the id is that of the payment that it came for. */
const splitSource = "accepted_payment";

function decimalsOf({ chainId, tokenAddress }: Recovery): number {
  const chain = chainById(chainId);
  const token = chain && tokenByAddress(chain, tokenAddress);
  if (!token) throw new Error(`${tokenAddress} is in no table.`);
  return token.decimals;
}
