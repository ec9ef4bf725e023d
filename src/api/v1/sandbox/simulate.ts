import type { Hex } from "viem";
import { type LoadedPayment, PaymentStateError, payableChains } from "../../../payments/index.ts";
import {
  chainById,
  depositAddressOf,
  formatDecimal,
  type Token,
  type TokenSymbol,
  termsFromJson,
  tokenBySymbol,
} from "../../../protocol/index.ts";
import { newestQuote, type QuotesContext, quotePayment } from "../../../quotes/index.ts";
import type { Quote } from "../../../store/index.ts";
import { ApiError } from "../../http/errors.ts";
import type { SimulationAction } from "./schemas.ts";
import { mostBlocks, type Place, type SandboxTools } from "./tools.ts";

export type SimulateContext = QuotesContext & {
  readonly publicUrl: string;
  readonly tools: SandboxTools;
  /** Moves the clock, and notes who did. */
  readonly advance: (milliseconds: number) => Promise<void>;
};

type Choice = { readonly chainId?: number | undefined; readonly token?: TokenSymbol | undefined };

/** What happened, for the view. Null where it was no transaction. */
type Happened = {
  readonly place: Place | null;
  readonly amount: bigint | null;
  readonly depositAddress: string | null;
  readonly hash: Hex | null;
};

/** Has one thing happen to a payment as its customer, its chain or time would. Throws what a quote throws, and SIMULATION_REFUSED. */
export async function simulate(
  context: SimulateContext,
  loaded: LoadedPayment,
  action: SimulationAction,
  choice: Choice,
): Promise<Happened> {
  switch (action) {
    case "PAY":
      return payByWallet(context, loaded, choice);
    case "TRANSFER":
    case "UNDERPAY":
    case "OVERPAY":
      return transfer(context, await quoteFor(context, loaded, choice), action);
    case "WRONG_CHAIN":
      return transferElsewhere(context, await quoteFor(context, loaded, choice));
    case "LATE":
      return transferLate(context, loaded, choice);
    case "EXPIRE":
      await expire(context, loaded);
      return { place: null, amount: null, depositAddress: null, hash: null };
    case "REORGANIZE":
      return takeBack(context, loaded);
  }
}

/** The answer of what happened. */
export function simulationView({ place, amount, depositAddress, hash }: Happened) {
  return {
    chainId: place?.chainId ?? null,
    token: place?.token ?? null,
    amount: place && amount !== null ? formatDecimal(amount, tokenAt(place).decimals) : null,
    depositAddress,
    txHash: hash,
  };
}

async function payByWallet(context: SimulateContext, loaded: LoadedPayment, choice: Choice): Promise<Happened> {
  const place = await placeFor(context, loaded, choice);
  const { quote, checkoutToken } = await quotePayment(context, loaded.payment.id, place);
  const hash = await context.tools.pay({
    ...place,
    terms: termsFromJson(quote.terms),
    router: quote.router,
    rpcUrl: `${context.publicUrl}/v1/web3/${place.chainId}`,
    checkoutToken,
  });
  return { place, amount: quote.amountToken, depositAddress: null, hash };
}

async function transfer(
  context: SimulateContext,
  quote: Quote,
  action: "TRANSFER" | "UNDERPAY" | "OVERPAY",
): Promise<Happened> {
  const { chainId, token, amountToken } = quote;
  const held = await context.tools.balanceOf({ chainId, token }, addressOf(quote));
  const due = amountToken > held ? amountToken - held : 0n;
  const amount = { TRANSFER: due, UNDERPAY: due / 2n, OVERPAY: due + atLeastOne(amountToken / 10n) }[action];
  if (amount === 0n) throw refused("The address holds all that is due already: it is about to be paid.");
  return send(context, quote, { chainId, token }, amount);
}

async function transferElsewhere(context: SimulateContext, quote: Quote): Promise<Happened> {
  const other = context.chains.find((chain) => chain.id !== quote.chainId && chain.mode === "test");
  if (!other) throw refused("There is no other chain here: start the sandbox with two.");
  const symbol = tokenBySymbol(other, quote.token)?.symbol ?? other.tokens[0]?.symbol;
  if (symbol === undefined) throw refused(`There is no token on ${other.name}.`);
  const place = { chainId: other.id, token: symbol };
  // What the quote's token says, in units of the other chain's.
  const [from, to] = [tokenAt(quote).decimals, tokenAt(place).decimals];
  const amount =
    to >= from ? quote.amountToken * 10n ** BigInt(to - from) : quote.amountToken / 10n ** BigInt(from - to);
  return send(context, quote, place, atLeastOne(amount));
}

/** To an address that somebody was shown before the end. */
async function transferLate(context: SimulateContext, loaded: LoadedPayment, choice: Choice): Promise<Happened> {
  const { payment } = loaded;
  const isOpen = payment.status === "ACTIVE" && payment.expiresAt > context.clock();
  const quote = isOpen ? await quoteFor(context, loaded, choice) : await newestQuote(context.database, payment.id);
  if (!quote) throw refused("Nobody has been shown an address of this payment: nobody can be late.");
  if (isOpen) await expire(context, loaded);
  if (!isOpen && !["EXPIRED", "CANCELLED", "FAILED"].includes(payment.status)) {
    throw refused(`The payment is ${payment.status}: only what comes after its end is late.`);
  }
  const { chainId, token, amountToken } = quote;
  return send(context, quote, { chainId, token }, amountToken);
}

/** One second beyond the payment's end, and with it beyond that of every quote. */
async function expire(context: SimulateContext, { payment }: LoadedPayment): Promise<void> {
  if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "left to expire");
  const left = payment.expiresAt.getTime() - context.clock().getTime() + 1_000;
  if (left > 0) await context.advance(left);
}

async function takeBack({ tools }: SimulateContext, { payment, quote }: LoadedPayment): Promise<Happened> {
  const { transactionHash } = payment;
  if (transactionHash === null || !quote) throw refused("No transaction has paid this payment.");
  const { chainId, token } = quote;
  const blocks = await tools.depthOf(chainId, transactionHash);
  if (blocks === null) throw refused("No block has this transaction any more.");
  if (blocks > mostBlocks) {
    throw refused(`The transaction is ${blocks} blocks deep: the chain keeps the states of ${mostBlocks}. Be quicker.`);
  }
  await tools.reorganize(chainId, blocks);
  return { place: { chainId, token }, amount: null, depositAddress: null, hash: transactionHash };
}

async function send({ tools }: SimulateContext, quote: Quote, place: Place, amount: bigint): Promise<Happened> {
  const depositAddress = addressOf(quote);
  return { place, amount, depositAddress, hash: await tools.transfer(place, depositAddress, amount) };
}

/** With the customer's own address, so that what does not pay goes back. */
async function quoteFor(context: SimulateContext, loaded: LoadedPayment, choice: Choice): Promise<Quote> {
  const place = await placeFor(context, loaded, choice);
  const asked = { ...place, refundTo: context.tools.customer, transfer: true };
  return (await quotePayment(context, loaded.payment.id, asked)).quote;
}

/** The first chain and token that the payment accepts, where the request names none. What it does not accept is refused with the quote. */
async function placeFor(context: SimulateContext, { payment }: LoadedPayment, choice: Choice): Promise<Place> {
  const accepted = (await payableChains(context, payment)).filter(({ id }) => payment.acceptedChains.includes(id));
  const isAccepted = ({ symbol }: Token) =>
    payment.acceptedTokens.includes(symbol) && (choice.token ?? symbol) === symbol;
  const chain = accepted.find(({ id, tokens }) => id === (choice.chainId ?? id) && tokens.some(isAccepted));
  const chainId = choice.chainId ?? chain?.id ?? accepted[0]?.id;
  const token = choice.token ?? chain?.tokens.find(isAccepted)?.symbol ?? payment.acceptedTokens[0];
  if (chainId === undefined || token === undefined) throw refused("The payment can be paid nowhere at the moment.");
  return { chainId, token };
}

const addressOf = (quote: Quote) => depositAddressOf(termsFromJson(quote.terms), quote.router);

function tokenAt({ chainId, token }: Place): Token {
  const chain = chainById(chainId);
  const found = chain && tokenBySymbol(chain, token);
  if (!found) throw new Error(`${token} on chain ${chainId} is not in the table.`);
  return found;
}

const atLeastOne = (amount: bigint) => (amount > 0n ? amount : 1n);

const refused = (message: string) => new ApiError("SIMULATION_REFUSED", message);
