import type { Currency, TokenSymbol } from "../protocol/index.ts";

/** No rate can be given now. The payment stays payable: a quote can be asked for again later. */
export class RateUnavailableError extends Error {
  override readonly name = "RateUnavailableError";
}

export type ExchangeRates = {
  /** Token units per one unit of the currency, as a decimal string. Throws `RateUnavailableError`. */
  tokenPerUnit(currency: Currency, token: TokenSymbol): Promise<string>;
};

/** A dollar is a dollar: USD against USDC and USDT is 1 exactly, and nothing else has a rate. */
export const dollarParity: ExchangeRates = {
  async tokenPerUnit(currency, token) {
    if (currency === "USD" && (token === "USDC" || token === "USDT")) return "1";
    throw new RateUnavailableError(
      `There is no exchange rate from ${currency} to ${token} at the moment. Try again later, or price the payment in USD.`,
    );
  },
};
