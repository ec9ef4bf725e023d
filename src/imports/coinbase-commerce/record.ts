import { z } from "zod";
import { isStorableText } from "../../runtime/index.ts";

/** Text of another service's: what is too long is cut, and what no database holds is left out. */
const clipped = (max: number) =>
  z
    .string()
    .nullish()
    .transform((text) => {
      const whole = text?.trim();
      if (!whole || !isStorableText(whole)) return null;
      const cut = whole.slice(0, max);
      return isStorableText(cut) ? cut : cut.slice(0, -1);
    });

/** A number may be one in JSON: its text is all that is kept. */
const decimalText = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,30}(\.\d{1,30})?$/, "is no amount"));

const money = z.looseObject({ amount: decimalText, currency: z.string().min(2).max(10).toUpperCase() });

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const id = z.string().trim().min(1).max(100).refine(isStorableText);

const payment = z.looseObject({
  network: clipped(40),
  transaction_id: clipped(100),
  value: z.looseObject({ crypto: money.nullish() }).nullish(),
  detected_at: time.nullish(),
});

const successEvent = z.looseObject({ tx_hash: clipped(100), timestamp: time.nullish() });

/** A charge as their API and its exports have it, of whichever year. */
export const charge = z.looseObject({
  id,
  code: clipped(40),
  name: clipped(255),
  description: clipped(2_000),
  hosted_url: clipped(500),
  pricing: z.looseObject({ local: money.nullish() }).nullish(),
  local_price: money.nullish(),
  status: clipped(40),
  timeline: z
    .array(z.looseObject({ status: clipped(40), context: clipped(40), time: time.nullish() }))
    .max(100)
    .default([]),
  payments: z.array(payment).max(100).default([]),
  web3_data: z.looseObject({ success_events: z.array(successEvent).max(100).nullish() }).nullish(),
  checkout: z.looseObject({ id }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  created_at: time,
  confirmed_at: time.nullish(),
  expires_at: time.nullish(),
});

export type Charge = z.output<typeof charge>;

/** A checkout: what charges are made from. */
export const checkout = z.looseObject({
  id,
  name: clipped(255),
  description: clipped(2_000),
  pricing_type: z.enum(["fixed_price", "no_price"]),
  local_price: money.nullish(),
});

export type Checkout = z.output<typeof checkout>;

/** Charges alone have a code, a timeline or a page of their own. */
export function isCharge(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return ["code", "timeline", "hosted_url", "created_at"].some((field) => field in value);
}
