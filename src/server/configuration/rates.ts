import { z } from "zod";
import { webUrl } from "./variables.ts";

/** Where exchange rates come from: the public services where nothing else is said. */
export type RateConfiguration = {
  readonly coinbaseUrl?: string | undefined;
  readonly openErApiUrl?: string | undefined;
  readonly openExchangeRates?: { readonly appId: string; readonly url?: string | undefined } | undefined;
};

export const rateVariables = z
  .object({
    COINBASE_URL: webUrl.optional(),
    OPEN_ER_API_URL: webUrl.optional(),
    OPEN_EXCHANGE_RATES_APP_ID: z.string().min(1, "expected an app id").optional(),
    OPEN_EXCHANGE_RATES_URL: webUrl.optional(),
  })
  .transform(({ OPEN_EXCHANGE_RATES_APP_ID: appId, ...read }): { readonly rates: RateConfiguration } => ({
    rates: {
      coinbaseUrl: read.COINBASE_URL,
      openErApiUrl: read.OPEN_ER_API_URL,
      openExchangeRates: appId === undefined ? undefined : { appId, url: read.OPEN_EXCHANGE_RATES_URL },
    },
  }));
