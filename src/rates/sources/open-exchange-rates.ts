import { z } from "zod";
import { dollarRatesOf, fetchDocument, type RateSource } from "./rate-source.ts";

const document = z.object({ base: z.literal("USD"), rates: z.record(z.string(), z.unknown()) });

/** Open Exchange Rates, with an app id. https://docs.openexchangerates.org/reference/latest-json */
export function openExchangeRates(appId: string, baseUrl = "https://openexchangerates.org"): RateSource {
  return {
    name: "open-exchange-rates",
    async fetchRates() {
      // Digital currencies are listed as alternative ones.
      const query = `app_id=${encodeURIComponent(appId)}&show_alternative=1`;
      const { rates } = await fetchDocument(`${baseUrl}/api/latest.json?${query}`, document);
      return dollarRatesOf(rates);
    },
  };
}
