import { sql } from "kysely";
import type { Address } from "viem";
import { AttemptDelayedError } from "../../payments/index.ts";
import type { DatabaseTransaction, Quote } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import { PayerUnderWayError } from "../errors.ts";
import { unfinishedOfPayers } from "./unfinished-of-payers.ts";

/** So many of an account's calls that were included without paying within `span` bar it for as long, whatever they were to pay. Milliseconds. */
const barring = { reverts: 3, span: 3_600_000 } as const;

/** Among the advisory locks: that of one payer. */
const lockSpace = 7_677_002;

/**
 * Whether one more signature of a payer is relayed. A payer answers for its own calls alone, and each was simulated with its own signature before it counted: so
 * nobody can bar another, or use up its share. `balance` is what the payer has of the quote's token. Throws `AttemptDelayedError`, `PayerUnderWayError`.
 */
export async function checkPayer(
  transaction: DatabaseTransaction,
  { chain, relayLimits }: Pick<ChainServices, "chain" | "relayLimits">,
  { payer, quote, balance }: { readonly payer: Address; readonly quote: Quote; readonly balance: bigint },
  now: Date,
): Promise<void> {
  // Signatures of one payer for many payments come at the same time: one after the other counts the others.
  await sql`select pg_advisory_xact_lock(${lockSpace}::integer, hashtext(${payer}))`.execute(transaction);
  const barredUntil = await barEnd(transaction, payer);
  if (barredUntil > now.getTime()) throw new AttemptDelayedError(Math.ceil((barredUntil - now.getTime()) / 1_000));
  const unfinished = await unfinishedOfPayers(transaction, [payer], now);
  if (unfinished.length >= relayLimits.mostOfPayer) throw new PayerUnderWayError(unfinished.length, "COUNT");
  const token = quote.terms.token.toLowerCase();
  const committed = unfinished
    .filter(({ chainId, tokenAddress }) => chainId === chain.id && tokenAddress.toLowerCase() === token)
    .reduce((sum, { amount }) => sum + amount, 0n);
  if (committed > 0n && committed + quote.amountToken > balance) {
    throw new PayerUnderWayError(unfinished.length, "BALANCE");
  }
}

/** Until when an account is barred; it may lie in the past. Milliseconds. */
async function barEnd(transaction: DatabaseTransaction, payer: Address): Promise<number> {
  const reverts = await transaction
    .selectFrom("relayReverts")
    .select("createdAt")
    .where("payer", "=", payer)
    .orderBy("createdAt", "desc")
    .limit(barring.reverts)
    .execute();
  const [last, first] = [reverts[0], reverts[barring.reverts - 1]];
  if (!last || !first || last.createdAt.getTime() - first.createdAt.getTime() > barring.span) return 0;
  return last.createdAt.getTime() + barring.span;
}
