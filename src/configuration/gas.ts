import { z } from "zod";
import { parseDecimal } from "../protocol/index.ts";
import { type AccountName, accountKinds } from "../user-operations/index.ts";
import { dollars, list } from "./variables.ts";

const accountNames = Object.keys(accountKinds) as [AccountName, ...AccountName[]];

/** Up to where gas is paid for payers. */
export const gasVariables = z
  .object({
    SPONSORSHIP_LIMIT: z
      .string()
      .regex(/^\d{1,4}(\.\d{1,4})?$/, 'expected a number such as "1" or "1.5"')
      .default("1")
      .transform((text) => parseDecimal(text, 4)),
    SPONSORSHIP_HOUR_DOLLARS: dollars.prefault("200"),
    SPONSORSHIP_DAY_DOLLARS: dollars.prefault("1000"),
    SPONSORSHIP_MERCHANT_HOUR_DOLLARS: dollars.prefault("50"),
    SPONSORSHIP_MERCHANT_DAY_DOLLARS: dollars.prefault("250"),
    SPONSORSHIP_UNSETTLED_HOUR_DOLLARS: dollars.prefault("40"),
    SPONSORSHIP_UNSETTLED_DAY_DOLLARS: dollars.prefault("100"),
    SPONSORSHIP_MERCHANT_UNSETTLED_HOUR_DOLLARS: dollars.prefault("10"),
    SPONSORSHIP_MERCHANT_UNSETTLED_DAY_DOLLARS: dollars.prefault("25"),
    SPONSORED_ACCOUNTS: list
      .pipe(z.array(z.enum(accountNames, `expected any of ${accountNames.join(", ")}, with commas between`)))
      .default([...accountNames]),
  })
  .transform((read) => ({
    /** How many times its payment's fee sponsored gas may cost, in 10^-4; zero is any cost. */
    sponsorshipLimit: read.SPONSORSHIP_LIMIT,
    sponsorship: {
      budgets: {
        server: { hour: read.SPONSORSHIP_HOUR_DOLLARS, day: read.SPONSORSHIP_DAY_DOLLARS },
        organization: { hour: read.SPONSORSHIP_MERCHANT_HOUR_DOLLARS, day: read.SPONSORSHIP_MERCHANT_DAY_DOLLARS },
        unsettled: {
          server: { hour: read.SPONSORSHIP_UNSETTLED_HOUR_DOLLARS, day: read.SPONSORSHIP_UNSETTLED_DAY_DOLLARS },
          organization: {
            hour: read.SPONSORSHIP_MERCHANT_UNSETTLED_HOUR_DOLLARS,
            day: read.SPONSORSHIP_MERCHANT_UNSETTLED_DAY_DOLLARS,
          },
        },
      },
      /** Kinds of accounts whose operations are sponsored. */
      accounts: read.SPONSORED_ACCOUNTS.map((name) => accountKinds[name]),
    },
  }));
