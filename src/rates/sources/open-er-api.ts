import { z } from "zod";
import { dollarRatesOf, fetchDocument, type RateSource } from "./rate-source.ts";

const document = z.object({
  result: z.literal("success"),
  base_code: z.literal("USD"),
  rates: z.record(z.string(), z.unknown()),
});

/**
 * ExchangeRate-API's open endpoint, without a key; its terms ask for attribution where rates are shown. Its table changes once a day.
 * https://www.exchangerate-api.com/docs/free
 */
export function openErApi(baseUrl = "https://open.er-api.com"): RateSource {
  return {
    name: "open-er-api",
    async fetchRates() {
      const { rates } = await fetchDocument(`${baseUrl}/v6/latest/USD`, document);
      return dollarRatesOf(rates);
    },
  };
}
