import { encodeFunctionData, size } from "viem";
import { readTokenBalances } from "../chain/index.ts";
import type { PaymentEventType } from "../events/index.ts";
import { gasCost, SponsorshipUnprofitableError } from "../gas/index.ts";
import {
  type DepositNotice,
  loadPayment,
  lockPayment,
  PaymentStateError,
  type PaymentsContext,
  recordEvent,
} from "../payments/index.ts";
import { type Chain, formatDecimal, paymentRouterAbi, type Token, termsFromJson } from "../protocol/index.ts";
import { QuoteExpiredError } from "../quotes/index.ts";
import { type ChainServices, enqueueReclaim, simulateCall, submitDeposit } from "../relayer/index.ts";
import type { DatabaseTransaction, PaymentRow, Quote } from "../store/index.ts";
import { claimDueWatches, type DueWatch, type Look, scheduleNext, seenKey, type ToldAs } from "./deposit-watches.ts";

/** A settlement needs this long to be included before the quote ends. Milliseconds. */
const inclusionTime = 15_000;

/** An operation that gives money back may be included this much later. Milliseconds. */
const reclaimValidity = 60 * 60_000;

/** Less than a whole unit of a token is not worth its gas: it stays where it is, and can be reclaimed by anybody. */
const leastReclaimed = (token: Token) => 10n ** BigInt(token.decimals);

/**
 * Looks what stands at the deposit addresses that are due on one chain, and acts on it: enough pays the quote, less is told as underpaid, and
 * what cannot pay (late, of another token, beyond the amount) goes to the quote's beneficiary. On another chain it is told, and left for the
 * beneficiary to take. Answers how many it looked at.
 */
export async function lookAtDeposits(context: PaymentsContext, relay: ChainServices): Promise<number> {
  const watches = await claimDueWatches(context, relay.chain);
  if (watches.length === 0) return 0;
  const addresses = watches.map(({ address }) => address);
  const balances = await readTokenBalances(relay.client, relay.chain.tokens, addresses);
  const looks: Look[] = [];
  const failures: unknown[] = [];
  for (const [index, watch] of watches.entries()) {
    const held = balances[index] ?? new Map();
    // One that cannot be acted on now, while the bundler is down for example, must not keep the others waiting.
    const isActing = await actOn(context, relay, watch, held).catch((error: unknown) => {
      failures.push(error);
      return true;
    });
    looks.push({ watch, isActing });
  }
  await scheduleNext(context, relay.chain, looks);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} deposits could not be acted on.`);
  return watches.length;
}

/** True where something there is on its way, or waits for its time. */
async function actOn(
  context: PaymentsContext,
  relay: ChainServices,
  watch: DueWatch,
  held: ReadonlyMap<Token, bigint>,
): Promise<boolean> {
  let isActing = false;
  for (const [token, amount] of held) {
    if (amount === 0n) continue;
    const pays = relay.chain.id === watch.quote.chainId && token.symbol === watch.quote.token;
    if (pays && (await isPayable(context, watch.quote))) {
      await payOrAsk(context, relay, watch, token, amount);
      isActing = true;
      continue;
    }
    const end = await endOf(context, relay, watch.quote);
    if (end === undefined) isActing = true;
    else {
      const isGivenBack = await giveBack(context, relay, watch, end, token, amount);
      isActing ||= isGivenBack;
    }
  }
  return isActing;
}

async function isPayable(context: PaymentsContext, quote: Quote): Promise<boolean> {
  const { payment } = await loadPayment(context.database, quote.paymentId);
  return payment.status === "ACTIVE" && quote.expiresAt.getTime() - context.clock().getTime() > inclusionTime;
}

/** Why the router cannot settle a quote any more, or not here. */
type QuoteEnd = "settled" | "past its deadline" | "on another chain";

/** On the quote's own chain the router pays until the chain's clock is past the deadline; elsewhere it never does. */
async function endOf(context: PaymentsContext, relay: ChainServices, quote: Quote): Promise<QuoteEnd | undefined> {
  const isSettled = await relay.client.readContract({
    address: relay.router,
    abi: paymentRouterAbi,
    functionName: "isSettled",
    args: [quote.onchainId],
  });
  if (isSettled) return "settled";
  if (relay.chain.id !== quote.chainId) return "on another chain";
  const { timestamp } = await relay.client.getBlock();
  const isPast = timestamp > termsFromJson(quote.terms).deadline && context.clock() > quote.expiresAt;
  return isPast ? "past its deadline" : undefined;
}

async function payOrAsk(
  context: PaymentsContext,
  relay: ChainServices,
  watch: DueWatch,
  token: Token,
  amount: bigint,
): Promise<void> {
  if (amount >= watch.quote.amountToken) {
    // Without a relayer somebody else has to: anybody may, and the watcher sees it. Else the next look tries again.
    if (relay.lanes.length > 0) await submitOrTell(context, relay, watch, token, amount);
    return;
  }
  await tell(context, relay.chain, watch, token, amount, "underpaid", () => "payment.underpaid");
}

/** Gas that costs more than the fee is told once, and the money is kept where it is: the next look may find it cheaper, and anybody may settle it. */
async function submitOrTell(
  context: PaymentsContext,
  relay: ChainServices,
  watch: DueWatch,
  token: Token,
  amount: bigint,
): Promise<void> {
  try {
    await submitDeposit(context, relay, watch.quote);
  } catch (error) {
    // On its way already, by what the payer signed or by another worker; or too late to be included, and given back when the quote is over.
    if (error instanceof PaymentStateError || error instanceof QuoteExpiredError) return;
    if (!(error instanceof SponsorshipUnprofitableError)) throw error;
    const { estimatedCost, fee } = error;
    await tell(context, relay.chain, watch, token, amount, "waiting", () => "payment.waiting", { estimatedCost, fee });
  }
}

/** True where it is on its way. */
async function giveBack(
  context: PaymentsContext,
  relay: ChainServices,
  watch: DueWatch,
  end: QuoteEnd,
  token: Token,
  amount: bigint,
): Promise<boolean> {
  await tell(context, relay.chain, watch, token, amount, "left over", (payment) => leftOverType(payment, end));
  // On another chain the router lets the beneficiary alone take it: there its address may be somebody else's.
  if (relay.chain.id !== watch.quote.chainId || relay.lanes.length === 0) return false;
  if (amount < leastReclaimed(token) && !watch.claimRequested) return false;
  return reclaim(context, relay, watch, token, amount);
}

/** One too many where the payment is paid; too late where it is not, also while something may still be found to have paid it. */
export function leftOverType(
  { status, transactionHash }: Pick<PaymentRow, "status" | "transactionHash">,
  end: QuoteEnd,
): PaymentEventType {
  const isPaid =
    status === "SUCCESSFUL" || (status === "PROCESSING" && (transactionHash !== null || end === "settled"));
  return isPaid ? "payment.overpaid" : "payment.late";
}

/** A relay like any other, but of no payment: what it did is seen at the next look. False where it is not worth its gas now. */
async function reclaim(
  context: PaymentsContext,
  relay: ChainServices,
  { quote, claimRequested }: DueWatch,
  token: Token,
  amount: bigint,
): Promise<boolean> {
  const args = [termsFromJson(quote.terms), token.address] as const;
  const callData = encodeFunctionData({ abi: paymentRouterAbi, functionName: "reclaim", args });
  const validUntil = new Date(context.clock().getTime() + reclaimValidity);
  const gas = await simulateCall(relay, callData);
  if (!claimRequested && !isWorth(context, relay.chain, token, amount, { gas, bytes: size(callData) })) return false;
  await enqueueReclaim(context, relay, quote, token.address, { callData, gas, alone: false, validUntil });
  return true;
}

/** False where giving money back would cost more than it is. What nobody knows the price of is given back. */
function isWorth(
  context: PaymentsContext,
  chain: Chain,
  token: Token,
  amount: bigint,
  transaction: { readonly gas: bigint; readonly bytes: number },
): boolean {
  const cost = gasCost(context, chain, { ...transaction, estimated: true });
  const price = context.rates.dollarsPer(token.symbol);
  if (cost === null || price === null || context.sponsorshipLimit === 0n) return true;
  return cost <= (amount * price) / 10n ** BigInt(token.decimals);
}

/** Tells the merchant of an amount once as the same thing, until it has been given back. */
async function tell(
  context: PaymentsContext,
  chain: Chain,
  { quote, address, seen: seenBefore }: DueWatch,
  token: Token,
  amount: bigint,
  as: ToldAs,
  typeOf: (payment: PaymentRow) => PaymentEventType,
  sponsorship?: DepositNotice["sponsorship"],
): Promise<void> {
  const subject = seenKey(token, as);
  if (seenBefore[subject] === amount.toString()) return;
  const units = (value: bigint) => formatDecimal(value, token.decimals);
  await context.database.transaction().execute(async (transaction: DatabaseTransaction) => {
    const payment = await lockPayment(transaction, quote.paymentId);
    // Another worker may have looked meanwhile: an address that something came to is due at once, whoever looks at it.
    const { seen } = await transaction
      .selectFrom("depositWatches")
      .select("seen")
      .where("quoteId", "=", quote.id)
      .where("chainId", "=", chain.id)
      .executeTakeFirstOrThrow();
    if (seen[subject] === amount.toString()) return;
    const type = typeOf(payment);
    const notice: DepositNotice = {
      chainId: chain.id,
      token: token.symbol,
      address,
      receivedAmount: units(amount),
      dueAmount: type === "payment.underpaid" ? units(quote.amountToken - amount) : null,
      ...(sponsorship && { sponsorship }),
    };
    await recordEvent(context, transaction, payment.id, type, notice);
    await transaction
      .updateTable("depositWatches")
      .set({ seen: JSON.stringify({ ...seen, [subject]: amount.toString() }) })
      .where("quoteId", "=", quote.id)
      .where("chainId", "=", chain.id)
      .execute();
  });
}
