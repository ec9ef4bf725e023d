import { readSettled, readTokenBalances } from "../chain/index.ts";
import { SponsorshipUnprofitableError } from "../gas/index.ts";
import {
  AttemptDelayedError,
  attemptsOf,
  PaymentStateError,
  PaymentUnderWayError,
  receiveDeposit,
  runningAttempt,
} from "../payments/index.ts";
import { type Token, termsFromJson } from "../protocol/index.ts";
import { QuoteExpiredError } from "../quotes/index.ts";
import { type ChainServices, submitDeposit } from "../relayer/index.ts";
import type { Attempt, PaymentRow } from "../store/index.ts";
import { classifyDeposit, type QuoteState, surplusEvent } from "./classify.ts";
import type { DepositsContext } from "./context.ts";
import { type DueWatch, leaseDueWatches, type Scanned, scheduleNext } from "./deposit-watches.ts";
import { type HeldDeposit, notifyDeposit } from "./notify-deposit.ts";
import { returnDeposit } from "./return-deposit.ts";

/** A settlement needs this long to be included before the quote ends. Milliseconds. */
const inclusionTime = 15_000;

/**
 * Scans the deposit addresses that are due on one chain by their balances, and acts on each deposit: enough pays the quote, less is reported as underpaid, and
 * a surplus (late, of another token, beyond the amount) is returned to the quote's beneficiary. On another chain it is reported, and left for the
 * beneficiary to take. Answers how many addresses it scanned.
 */
export async function scanDeposits(context: DepositsContext, services: ChainServices): Promise<number> {
  const { chain, client } = services;
  const watches = await leaseDueWatches(context, chain);
  if (watches.length === 0) return 0;
  const addresses = watches.map(({ address }) => address);
  const balances = await readTokenBalances(client, chain.tokens, addresses);
  const found = watches.map((watch, index) => ({ watch, deposits: heldAt(watch, balances[index]) }));
  const holding = found.filter(({ deposits }) => deposits.length > 0).map(({ watch }) => watch);
  const states = await readStates(context, services, holding);
  const scanned: Scanned[] = [];
  const failures: unknown[] = [];
  for (const { watch, deposits } of found) {
    const state = states.get(watch);
    // One that cannot be acted on now, while the bundler is down for example, must not keep the others waiting.
    let hasFailed = false;
    const isActing = state
      ? await actOnAll(context, services, deposits, state).catch((error: unknown) => {
          failures.push(error);
          hasFailed = true;
          return true;
        })
      : false;
    scanned.push({ watch, isActing, hasFailed });
  }
  await scheduleNext(context, chain, scanned);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} deposits could not be acted on.`);
  return watches.length;
}

function heldAt(watch: DueWatch, balances: ReadonlyMap<Token, bigint> | undefined): HeldDeposit[] {
  return [...(balances ?? [])].flatMap(([token, amount]) => (amount === 0n ? [] : [{ watch, token, amount }]));
}

/** What decides about the deposits at one address: the payment, and its quote by the chain as it is now. */
type State = { readonly payment: StatedPayment; readonly quote: QuoteState };
type StatedPayment = PaymentRow & { readonly attempts: readonly Attempt[] };

async function readStates(
  { database, clock }: DepositsContext,
  { client }: ChainServices,
  watches: readonly DueWatch[],
): Promise<ReadonlyMap<DueWatch, State>> {
  if (watches.length === 0) return new Map();
  const quotes = watches.map(({ quote }) => quote);
  const paymentIds = [...new Set(quotes.map(({ paymentId }) => paymentId))];
  const [settled, { timestamp }, payments, attempts] = await Promise.all([
    readSettled(client, quotes),
    client.getBlock(),
    database.selectFrom("payments").selectAll().where("id", "in", paymentIds).execute(),
    attemptsOf(database, paymentIds),
  ]);
  const byPayment = Map.groupBy(attempts, ({ paymentId }) => paymentId);
  const byId = new Map(payments.map((row) => [row.id, { ...row, attempts: byPayment.get(row.id) ?? [] }]));
  return new Map(
    watches.flatMap((watch, index) => {
      const { quote } = watch;
      const payment = byId.get(quote.paymentId);
      // The router pays until the chain's clock is past the deadline.
      const isOver = timestamp > termsFromJson(quote.terms).deadline && clock() > quote.expiresAt;
      const state = { ...quote, isSettled: settled[index] ?? false, isOver };
      return payment ? [[watch, { payment, quote: state }] as const] : [];
    }),
  );
}

/** True where a deposit is on its way, or waits for its time. */
async function actOnAll(
  context: DepositsContext,
  services: ChainServices,
  deposits: readonly HeldDeposit[],
  state: State,
): Promise<boolean> {
  let isActing = false;
  for (const deposit of deposits) isActing = (await actOn(context, services, deposit, state)) || isActing;
  return isActing;
}

async function actOn(
  context: DepositsContext,
  services: ChainServices,
  deposit: HeldDeposit,
  { payment, quote }: State,
): Promise<boolean> {
  const { token, amount, watch } = deposit;
  const reason = classifyDeposit(payment, quote, { chainId: services.chain.id, token: token.symbol, amount });
  if (reason === null || reason === "TOO_LITTLE") {
    const isInTime = watch.quote.expiresAt.getTime() - context.clock().getTime() > inclusionTime;
    if (!isInTime) return true;
    if (reason === null) await pay(context, services, deposit, payment);
    else if (payment.status === "ACTIVE")
      await notifyDeposit(context, deposit, { as: "underpaid", typeOf: () => "payment.underpaid" });
    return true;
  }
  // The router keeps what its quote might still need, until that has ended.
  if (reason !== "WRONG_CHAIN" && !quote.isSettled && !quote.isOver) return true;
  const typeOf = (row: PaymentRow) => surplusEvent(reason, row, quote.isSettled);
  await notifyDeposit(context, deposit, { as: "left over", typeOf });
  return returnDeposit(context, services, deposit);
}

/**
 * Settles a deposit that pays its quote: the payment is PROCESSING by it. Without a relayer somebody else has to settle it: anybody may, and the watcher sees it. Gas
 * that costs more than the fee is reported once, and the money is kept where it is: the next scan may find gas cheaper.
 */
async function pay(
  context: DepositsContext,
  services: ChainServices,
  deposit: HeldDeposit,
  { status, attempts }: StatedPayment,
): Promise<void> {
  const { quote } = deposit.watch;
  const own = attempts.filter(({ kind, quoteId }) => kind === "DEPOSIT" && quoteId === quote.id);
  // On its way already.
  if (runningAttempt(own, context.clock())) return;
  if (status !== "ACTIVE" && status !== "PROCESSING") return;
  if (!(await receiveDeposit(context, quote)) || services.lanes.length === 0) return;
  try {
    await submitDeposit(context, services, quote);
  } catch (error) {
    // Another worker was quicker; or too late to be included, and returned when the quote is over; or it reverted again and again.
    const isExpected = [PaymentStateError, PaymentUnderWayError, AttemptDelayedError, QuoteExpiredError].some(
      (type) => error instanceof type,
    );
    if (isExpected) return;
    if (!(error instanceof SponsorshipUnprofitableError)) throw error;
    const { estimatedCost, fee } = error;
    const sponsorship = { estimatedCost, fee };
    await notifyDeposit(context, deposit, { as: "waiting", typeOf: () => "payment.waiting", sponsorship });
  }
}
