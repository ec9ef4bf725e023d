import { type Actor, recordChange } from "../../access/index.ts";
import { loadPayment } from "../../payments/index.ts";
import type { Owner } from "../../store/index.ts";
import { requestReturns } from "../deposit-watches.ts";
import { listRecoveries, type Recovery, type RecoveryChain } from "../recoveries.ts";
import type { Acceptance, AcceptContext, Accepted, AcceptingMerchant } from "./acceptance.ts";
import { NothingToAcceptError, PaymentNotAcceptableError } from "./errors.ts";
import { permittedAcceptance } from "./permitted-acceptance.ts";
import { settledLate } from "./settled-late.ts";
import { splitAcceptance } from "./split-acceptance.ts";

/** Pages of quotes that are looked at. */
const mostPages = 10;

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
    const acceptance = permittedAcceptance(context, payment, quote, recovery);
    const isSplit = acceptance.outcome === "RECLAIM" && payment.sellers.length > 0;
    data.push(
      isSplit ? await splitAcceptance(context, merchant, payment, { quote, recovery, acceptance, taken }) : acceptance,
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
