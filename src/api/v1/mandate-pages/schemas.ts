import { z } from "zod";
import { address, decimal, hexBytes, instant, instantInput, text, uint256 } from "../../../schemas/index.ts";
import { mandateChargeBody, sharedMandateFields } from "../mandates/schemas.ts";

/** The secret of a mandate's page: whoever has its URL. */
export const tokenParams = z.object({ token: text(100) });

const terms = z
  .object({
    ref: z.string(),
    payer: z.string(),
    token: z.string(),
    maxAmount: z.string(),
    start: z.string(),
    unit: z.int(),
    every: z.int(),
    window: z.int(),
    periods: z.int(),
    collector: z.string(),
    epoch: z.string(),
    parts: z.array(z.object({ recipient: z.string(), bps: z.int() })),
  })
  .describe("As the contract takes them: integers as decimal strings.");

/** A signature of a key or of a wallet's own code, a passkey's included. */
const signature = hexBytes(4_096, 1);

export const mandatePageBody = z
  .object({
    ...sharedMandateFields,
    merchantName: z.string(),
    charges: z.array(mandateChargeBody).describe("The latest twelve."),
    terms: terms.nullable().describe("What was signed, as the contract takes it; null before that."),
    neededByOthers: decimal
      .nullable()
      .describe("The allowance that the payer's other mandates on this token still need."),
  })
  .meta({ id: "MandatePage" });

export const mandateTermsRequestBody = z.strictObject({ payer: address }).meta({ id: "MandateTermsRequest" });

export const mandateTermsBody = z
  .object({
    startsAt: instant.describe("To be handed in with the signature."),
    terms,
    contract: z.string(),
    chainId: z.int(),
    allowance: z
      .object({
        method: z.enum(["NONE", "PERMIT", "APPROVE"]),
        needed: z
          .string()
          .describe("Base units: for all live mandates of the account on this token, this one included."),
        current: z.string(),
        nonce: z.string().nullable().describe("Of the token's permits."),
      })
      .describe("What the payer has to let the contract take, and how."),
  })
  .meta({ id: "MandateTerms" });

export const mandateSignatureBody = z
  .strictObject({
    payer: address,
    startsAt: instantInput,
    signature,
    permit: z
      .strictObject({
        value: uint256,
        deadline: uint256.refine((time) => time < 2n ** 40n, "expected a time"),
        signature: hexBytes(65, 65),
      })
      .optional()
      .describe("An EIP-2612 permit of the token to the contract, which is brought to the chain."),
  })
  .meta({ id: "MandateSignature" });

export const mandateCancellationBody = z.strictObject({ signature }).meta({ id: "MandateCancellation" });
