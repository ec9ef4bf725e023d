import { z } from "zod";
import { dollarRatesOf, fetchDocument, type RateSource } from "./rate-source.ts";

const document = z.object({
  data: z.object({ currency: z.literal("USD"), rates: z.record(z.string(), z.unknown()) }),
});

/** Coinbase's public exchange rates, without a key. https://docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates */
export function coinbase(baseUrl = "https://api.coinbase.com"): RateSource {
  return {
    name: "coinbase",
    async fetchRates() {
      const { data } = await fetchDocument(`${baseUrl}/v2/exchange-rates?currency=USD`, document);
      return dollarRatesOf(data.rates);
    },
  };
}
