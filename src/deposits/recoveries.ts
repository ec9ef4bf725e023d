import { type Address, encodeFunctionData, type Hex, zeroAddress } from "viem";
import { readTokenBalances } from "../chain/index.ts";
import { loadPayment, type PaymentsContext } from "../payments/index.ts";
import {
  formatDecimal,
  type Payment,
  paymentRouterAbi,
  type Token,
  type TokenSymbol,
  termsFromJson,
} from "../protocol/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import type { Owner, PaymentRow, Quote } from "../store/index.ts";

/** Why money at a deposit address does not pay. */
export type ClaimReason =
  /** On another chain than the quote's, where the address is the same and the router never pays. */
  | "WRONG_CHAIN"
  | "WRONG_TOKEN"
  /** The payment is paid, and this is beyond it. */
  | "BEYOND_PAYMENT"
  /** The quote is over, or the payment is. */
  | "LATE"
  /** Less than is due: it pays as soon as the rest has come. */
  | "TOO_LITTLE";

/** Money that stands at a deposit address of a payment and does not pay it, and what takes it out. */
export type Claim = {
  readonly quoteId: string;
  readonly chainId: number;
  readonly chainName: string;
  readonly token: TokenSymbol;
  readonly tokenAddress: Address;
  readonly depositAddress: Address;
  /** In units of the token. */
  readonly amount: string;
  readonly reason: ClaimReason;
  /** Whom it goes to: `refundTo` of the quote, or the merchant. */
  readonly beneficiary: Address;
  /** Who may send the transaction: on a wrong chain the beneficiary's own address alone. */
  readonly sender: "anybody" | "beneficiary";
  /** From when on the router lets it go; null: now. */
  readonly availableAt: string | null;
  readonly transaction: { readonly chainId: number; readonly to: Address; readonly data: Hex; readonly value: "0" };
};

/** A chain on which deposit addresses are looked at. */
export type ClaimChain = Pick<ChainServices, "chain" | "client" | "router">;

export type Claims = {
  readonly claims: Claim[];
  /** Chains that could not be read now: money may stand there too. */
  readonly unreadChains: number[];
};

/** What stands at the deposit addresses of a payment's quotes, on every chain, and does not pay. Throws `PaymentNotFoundError`. */
export async function listClaims(
  { database, clock }: Pick<PaymentsContext, "database" | "clock">,
  chains: Iterable<ClaimChain>,
  paymentId: string,
  owner?: Owner,
): Promise<Claims> {
  const { payment } = await loadPayment(database, paymentId, owner);
  const watched = await database
    .selectFrom("depositWatches")
    .innerJoin("quotes", "quotes.id", "depositWatches.quoteId")
    .selectAll("quotes")
    .select(["depositWatches.address", "depositWatches.chainId as onChainId"])
    .where("quotes.paymentId", "=", payment.id)
    .orderBy("quotes.createdAt")
    .execute();
  const found = await Promise.allSettled(
    [...chains].map((on) => {
      const here = watched.filter(({ onChainId }) => onChainId === on.chain.id);
      return here.length === 0 ? [] : claimsOn(on, payment, here, clock());
    }),
  );
  return {
    claims: found.flatMap((claims) => (claims.status === "fulfilled" ? claims.value : [])),
    unreadChains: [...chains].flatMap(({ chain }, index) => (found[index]?.status === "rejected" ? chain.id : [])),
  };
}

type Watched = Quote & { readonly address: Address };

async function claimsOn(
  { chain, client, router }: ClaimChain,
  payment: PaymentRow,
  watched: readonly Watched[],
  now: Date,
): Promise<Claim[]> {
  const tokens = chain.tokens;
  const [balances, settled, { timestamp }] = await Promise.all([
    readTokenBalances(
      client,
      tokens,
      watched.map(({ address }) => address),
    ),
    client.multicall({
      contracts: watched.map(({ onchainId }) => ({
        address: router,
        abi: paymentRouterAbi,
        functionName: "isSettled" as const,
        args: [onchainId] as const,
      })),
      allowFailure: false,
    }),
    client.getBlock(),
  ]);
  return watched.flatMap((quote, row) =>
    tokens.flatMap((token) => {
      const amount = balances[row]?.get(token) ?? 0n;
      const terms = termsFromJson(quote.terms);
      const reason =
        amount > 0n && reasonOf(chain.id, { payment, quote, terms, token, amount, isSettled: settled[row], timestamp });
      if (!reason) return [];
      const isElsewhere = chain.id !== quote.chainId;
      // The router keeps what may still pay until the quote's last second has passed.
      const isKept = (reason === "LATE" || reason === "TOO_LITTLE") && timestamp <= terms.deadline;
      const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "reclaim", args: [terms, token.address] });
      const claim: Claim = {
        quoteId: quote.id,
        chainId: chain.id,
        chainName: chain.name,
        token: token.symbol,
        tokenAddress: token.address,
        depositAddress: quote.address,
        amount: formatDecimal(amount, token.decimals),
        reason,
        beneficiary: beneficiaryOf(terms),
        sender: isElsewhere ? "beneficiary" : "anybody",
        availableAt: isKept
          ? new Date(Math.max(Number(terms.deadline + 1n) * 1_000, now.getTime())).toISOString()
          : null,
        transaction: { chainId: chain.id, to: router, data, value: "0" },
      };
      return [claim];
    }),
  );
}

type Held = {
  readonly payment: PaymentRow;
  readonly quote: Quote;
  readonly terms: Payment;
  readonly token: Token;
  readonly amount: bigint;
  readonly isSettled: boolean | undefined;
  readonly timestamp: bigint;
};

/** Null: it pays, or is about to. */
function reasonOf(
  chainId: number,
  { payment, quote, terms, token, amount, isSettled, timestamp }: Held,
): ClaimReason | null {
  if (chainId !== quote.chainId) return "WRONG_CHAIN";
  if (token.symbol !== quote.token) return "WRONG_TOKEN";
  if (isSettled) return "BEYOND_PAYMENT";
  if (timestamp > terms.deadline || payment.status !== "ACTIVE") return "LATE";
  return amount < quote.amountToken ? "TOO_LITTLE" : null;
}

function beneficiaryOf({ refundTo, shares }: Payment): Address {
  return refundTo === zeroAddress ? (shares[0]?.recipient ?? zeroAddress) : refundTo;
}
