import { z } from "zod";
import { parseDecimal } from "../protocol/index.ts";
import type { DepegGuard } from "../rates/index.ts";
import { webUrl } from "./variables.ts";

/** Where exchange rates come from: the public services where nothing else is said. */
export type RateConfiguration = {
  readonly coinbaseUrl?: string | undefined;
  readonly openErApiUrl?: string | undefined;
  /** Left out: a dollar stablecoin is a dollar. */
  readonly depeg?: DepegGuard | undefined;
  readonly openExchangeRates?: { readonly appId: string; readonly url?: string | undefined } | undefined;
};

export const rateVariables = z
  .object({
    COINBASE_URL: webUrl.optional(),
    OPEN_ER_API_URL: webUrl.optional(),
    OPEN_EXCHANGE_RATES_APP_ID: z.string().min(1, "expected an app id").optional(),
    OPEN_EXCHANGE_RATES_URL: webUrl.optional(),
    DEPEG_DISTANCE: z
      .string()
      .regex(/^(?!0*\.?0*$)\d{1,2}(\.\d{1,4})?$/, "expected percent of a dollar, as in 0.5")
      .transform((percent) => parseDecimal(percent, 16))
      .optional(),
    DEPEG_BEYOND: z.enum(["refuse", "market"], "expected refuse or market").default("refuse"),
  })
  .transform(({ OPEN_EXCHANGE_RATES_APP_ID: appId, ...read }): { readonly rates: RateConfiguration } => ({
    rates: {
      coinbaseUrl: read.COINBASE_URL,
      openErApiUrl: read.OPEN_ER_API_URL,
      depeg:
        read.DEPEG_DISTANCE === undefined ? undefined : { distance: read.DEPEG_DISTANCE, beyond: read.DEPEG_BEYOND },
      openExchangeRates: appId === undefined ? undefined : { appId, url: read.OPEN_EXCHANGE_RATES_URL },
    },
  }));
