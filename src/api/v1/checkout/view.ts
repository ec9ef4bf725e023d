import type { Address } from "viem";
import { type CheckoutContext, checkoutView } from "../../../checkout/index.ts";
import type { GasContext } from "../../../gas/index.ts";
import { chainById, depositAddressOf, formatDecimal, termsFromJson, tokenBySymbol } from "../../../protocol/index.ts";
import type { NewQuote } from "../../../quotes/index.ts";
import { gaslessOffer, isRelayingPaused } from "../../../relayer/index.ts";
import { sponsorshipRoom } from "../../../user-operations/index.ts";
import type { ChainsContext } from "../../chains.ts";
import { type LogoUrlContext, logoUrl } from "../../logo-url.ts";

/** What a quote's view is made with. */
export type QuoteViewContext = GasContext &
  ChainsContext &
  Pick<CheckoutContext, "database" | "clock"> & {
    readonly router: Address;
    readonly settlesDeposits: boolean;
    /** Where this server is reached from outside, without a slash at the end. */
    readonly publicUrl: string;
  };

/** A new quote as its payer sees it, with the tokens that open what belongs to it. */
export async function quoteView(context: QuoteViewContext, { quote, checkoutToken, paymasterToken }: NewQuote) {
  const chain = chainById(quote.chainId);
  const token = chain && tokenBySymbol(chain, quote.token);
  if (!token) throw new Error(`Quote ${quote.id} is in a token that is not in the table.`);
  const services = context.services.get(quote.chainId);
  const { organizationId } = await context.database
    .selectFrom("payments")
    .select("organizationId")
    .where("id", "=", quote.paymentId)
    .executeTakeFirstOrThrow();
  const payment = { id: quote.paymentId, organizationId };
  const room = services ? await sponsorshipRoom(context, services.sponsorship, payment) : 0n;
  const isPaused = await isRelayingPaused(context, services, quote.paymentId);
  return {
    id: quote.id,
    paymentId: quote.paymentId,
    onchainId: quote.onchainId,
    chainId: quote.chainId,
    token: quote.token,
    tokenAddress: token.address,
    decimals: token.decimals,
    router: quote.router,
    depositAddress: context.settlesDeposits ? depositAddressOf(termsFromJson(quote.terms), quote.router) : null,
    amountToken: formatDecimal(quote.amountToken, token.decimals),
    exchangeRate: quote.exchangeRate,
    terms: quote.terms,
    expiresAt: quote.expiresAt.toISOString(),
    rpcUrl: `${context.publicUrl}/v1/web3/${quote.chainId}`,
    gasless: gaslessOffer(context, services, quote, room, isPaused),
    checkoutToken,
    paymasterUrl: `${context.publicUrl}/v1/paymaster/${paymasterToken}`,
  };
}

/** A payment as its payer's page is told of it. Throws `PaymentNotFoundError`. */
export async function checkoutAnswer(context: CheckoutContext & LogoUrlContext, id: string) {
  const { logo, ...view } = await checkoutView(context, id);
  return { ...view, logoUrl: logoUrl(context, logo) };
}
