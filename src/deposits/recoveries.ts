import { type Address, encodeFunctionData, type Hex, zeroAddress } from "viem";
import { readSettled, readTokenBalances } from "../chain/index.ts";
import { loadPayment } from "../payments/index.ts";
import {
  formatDecimal,
  type PaymentTerms,
  paymentRouterAbi,
  type Token,
  type TokenSymbol,
  termsFromJson,
} from "../protocol/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import { createSharedAnswers } from "../runtime/index.ts";
import type { Owner, PaymentRow, Quote } from "../store/index.ts";
import { classifyDeposit, type SurplusReason } from "./classify.ts";
import type { DepositsContext } from "./context.ts";

/** A deposit at an address of a payment that does not pay it by itself, and the transaction that takes it out: UNSUBMITTED, to the payment itself. */
export type Recovery = {
  readonly quoteId: string;
  readonly chainId: number;
  readonly chainName: string;
  readonly token: TokenSymbol;
  readonly tokenAddress: Address;
  readonly depositAddress: Address;
  /** In units of the token. */
  readonly amount: string;
  readonly reason: SurplusReason;
  /** Whom it goes to: `refundTo` of the quote, or the merchant; where it pays, the merchant, with the sellers. */
  readonly beneficiary: Address;
  /** Who may send the transaction: on a wrong chain the beneficiary's own address alone. */
  readonly sender: "anybody" | "beneficiary";
  /** From when on the router lets it go; null: now. */
  readonly availableAt: string | null;
  readonly transaction: { readonly chainId: number; readonly to: Address; readonly data: Hex; readonly value: "0" };
};

/** A chain on which deposit addresses are read. */
export type RecoveryChain = Pick<ChainServices, "chain" | "client">;

export type Recoveries = {
  readonly recoveries: Recovery[];
  /** Chains that could not be read now: money may be there too. */
  readonly unreadChains: number[];
  /** The last quote whose addresses were read; null where there are no further ones. */
  readonly nextCursor: string | null;
};

/** A part of a payment's quotes: the newest first, after the one with the id `cursor`. */
export type RecoveriesPage = { readonly cursor?: string | undefined };

/** Quotes whose addresses are read by one call. */
const pageSize = 20;

/** The deposits at the addresses of a page of a payment's quotes that do not pay it, on every chain. Throws `PaymentNotFoundError`. */
export async function listRecoveries(
  { database, clock, settlesDeposits }: RecoveriesContext,
  chains: Iterable<RecoveryChain>,
  paymentId: string,
  { cursor }: RecoveriesPage = {},
  owner?: Owner,
): Promise<Recoveries> {
  const { payment } = await loadPayment(database, paymentId, owner);
  const found = await database
    .selectFrom("quotes")
    .selectAll()
    .where("paymentId", "=", payment.id)
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(pageSize + 1)
    .execute();
  const quotes = new Map(found.slice(0, pageSize).map((quote) => [quote.id, quote]));
  const nextCursor = found.length > pageSize ? (found[pageSize - 1]?.id ?? null) : null;
  if (quotes.size === 0) return { recoveries: [], unreadChains: [], nextCursor };
  const watches = await database
    .selectFrom("depositWatches")
    .select(["quoteId", "chainId", "address"])
    .where("quoteId", "in", [...quotes.keys()])
    .orderBy("quoteId", "desc")
    .execute();
  const reading = [...chains];
  const read = await Promise.allSettled(
    reading.map((on) => {
      const here = watches.flatMap(({ quoteId, chainId, address }) => {
        const quote = quotes.get(quoteId);
        return quote && chainId === on.chain.id ? [{ ...quote, address, isUnattended: !settlesDeposits }] : [];
      });
      return here.length === 0 ? [] : recoveriesOn(on, payment, here, clock());
    }),
  );
  return {
    recoveries: read.flatMap((recoveries) => (recoveries.status === "fulfilled" ? recoveries.value : [])),
    unreadChains: reading.flatMap(({ chain }, index) => (read[index]?.status === "rejected" ? chain.id : [])),
    nextCursor,
  };
}

export type RecoveriesContext = Pick<DepositsContext, "database" | "clock" | "settlesDeposits">;

/** Reads recoveries for whoever asks, at most once a second for each page of a payment. */
export type RecoveriesReader = {
  read(paymentId: string, page?: RecoveriesPage, owner?: Owner): Promise<Recoveries>;
};

/** Pages that are kept, and for how long: anybody may ask, and each page is several calls of every chain. Milliseconds. */
const kept = { capacity: 1_000, life: 1_000 };

export function createRecoveriesReader(
  context: RecoveriesContext,
  chains: () => Iterable<RecoveryChain>,
): RecoveriesReader {
  const shared = createSharedAnswers<Recoveries>({ clock: context.clock, ...kept });
  return {
    async read(paymentId, page = {}, owner) {
      // Whose payment it is, is asked each time.
      const { payment } = await loadPayment(context.database, paymentId, owner);
      const key = `${payment.id} ${page.cursor ?? ""}`;
      return shared.get(key, () => listRecoveries(context, chains(), payment.id, page));
    },
  };
}

type Watched = Quote & { readonly address: Address; readonly isUnattended: boolean };

async function recoveriesOn(
  { chain, client }: RecoveryChain,
  payment: PaymentRow,
  watched: readonly Watched[],
  now: Date,
): Promise<Recovery[]> {
  const addresses = watched.map(({ address }) => address);
  const [balances, settled, { timestamp }] = await Promise.all([
    readTokenBalances(client, chain.tokens, addresses),
    readSettled(client, watched),
    client.getBlock(),
  ]);
  return watched.flatMap((quote, row) => {
    const { deadline } = termsFromJson(quote.terms);
    const isOver = timestamp > deadline;
    const state = { ...quote, isSettled: settled[row] ?? false, isOver };
    return [...(balances[row] ?? [])].flatMap(([token, amount]) => {
      if (amount === 0n) return [];
      const reason = classifyDeposit(payment, state, { chainId: chain.id, token: token.symbol, amount });
      if (reason === null) return [];
      // The router keeps the quote's token until the quote is settled or its last second has passed.
      const isHeld = chain.id === quote.chainId && token.symbol === quote.token && !state.isSettled && !isOver;
      const isKept = isHeld && reason !== "UNSUBMITTED";
      const availableAt = isKept ? new Date(Math.max(Number(deadline + 1n) * 1_000, now.getTime())) : null;
      return [recoveryOf({ chain, quote, token, amount, reason, availableAt })];
    });
  });
}

type Recoverable = Pick<RecoveryChain, "chain"> & {
  readonly quote: Watched;
  readonly token: Token;
  readonly amount: bigint;
  readonly reason: SurplusReason;
  readonly availableAt: Date | null;
};

function recoveryOf({ chain, quote, token, amount, reason, availableAt }: Recoverable): Recovery {
  const terms = termsFromJson(quote.terms);
  const pays = reason === "UNSUBMITTED";
  const data = pays
    ? encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args: [terms] })
    : encodeFunctionData({ abi: paymentRouterAbi, functionName: "reclaim", args: [terms, token.address] });
  return {
    quoteId: quote.id,
    chainId: chain.id,
    chainName: chain.name,
    token: token.symbol,
    tokenAddress: token.address,
    depositAddress: quote.address,
    amount: formatDecimal(amount, token.decimals),
    reason,
    beneficiary: pays ? merchantOf(terms) : beneficiaryOf(terms),
    sender: reason === "WRONG_CHAIN" ? "beneficiary" : "anybody",
    availableAt: availableAt?.toISOString() ?? null,
    transaction: { chainId: chain.id, to: quote.router, data, value: "0" },
  };
}

function merchantOf({ shares }: PaymentTerms): Address {
  return shares[0]?.recipient ?? zeroAddress;
}

function beneficiaryOf(terms: PaymentTerms): Address {
  return terms.refundTo === zeroAddress ? merchantOf(terms) : terms.refundTo;
}
