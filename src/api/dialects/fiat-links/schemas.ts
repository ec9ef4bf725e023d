import { z } from "zod";
import { uuidOfLink } from "../../../links/index.ts";
import { currencyCodes, pricingUnitCodes } from "../../../protocol/index.ts";
import { decimal, instant, int32Text, nullableText, text } from "../../../schemas/index.ts";

const price = z
  .string()
  .max(15)
  .regex(/^(0|[1-9]\d{0,11})(\.\d{1,2})?$/, 'expected a decimal amount with up to two decimal places, such as "99.00"')
  .meta({ example: "99.00" });

const httpsUrl = z.url({ protocol: /^https$/, error: "expected an https URL" }).max(2_000);

const fields = {
  title: text(255, 1),
  fiatAmount: price,
  fiatCurrency: z.enum(currencyCodes),
  description: text(2_000).nullish(),
  successUrl: httpsUrl.nullish(),
  cancelUrl: httpsUrl.nullish(),
};

// Fields that the text does not know are ignored, as clients of other servers may send some.

export const createPaymentLinkBody = z
  .object({ ...fields, fiatCurrency: fields.fiatCurrency.default("USD") })
  .meta({ id: "CreatePaymentLink" });

export const updatePaymentLinkBody = z
  .object({ ...fields, active: z.boolean() })
  .partial()
  .meta({ id: "UpdatePaymentLink" })
  .describe("What is left out stays; null clears.");

export const paymentLinkBody = z
  .object({
    id: z.string().meta({ example: "pl_01h455vb4pex5vsknk084sn02q" }),
    object: z.literal("payment_link"),
    slug: z.string(),
    title: z.string(),
    description: nullableText,
    fiatAmount: decimal.describe("Of a link that leaves the amount open: the least."),
    fiatCurrency: z.enum(pricingUnitCodes),
    successUrl: nullableText,
    cancelUrl: nullableText,
    active: z.boolean(),
    checkoutUrl: z.string(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "PaymentLink" });

export const deletedPaymentLinkBody = z
  .object({ id: z.string(), object: z.literal("payment_link"), deleted: z.literal(true) })
  .meta({ id: "DeletedPaymentLink" });

export const paymentLinkListQuery = z.object({
  starting_after: text(100)
    .refine((id) => uuidOfLink(id) !== undefined, "starting_after must be the id of a payment link")
    .optional(),
  limit: int32Text({ min: 1, max: 100 }).default(25),
});

export const paymentLinkListBody = z
  .object({ data: z.array(paymentLinkBody), hasMore: z.boolean(), nextCursor: z.string().nullable() })
  .meta({ id: "PaymentLinkList" });
