import { z } from "zod";
import { uuidOfCustomer, uuidOfDepositReference } from "../../../customers/index.ts";
import { maxSellers } from "../../../protocol/index.ts";
import { address, instant, nullableText, percent, text } from "../../../schemas/index.ts";
import { prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";

export const createCustomerBody = z
  .strictObject({
    externalId: text(255, 1).nullish().describe("Your own name for the customer; no two have the same."),
    name: text(255, 1).nullish().describe("For you alone: it is in no address and on no chain."),
  })
  .meta({ id: "CreateCustomer" });

export const customerBody = z
  .object({
    id: z.string().meta({ example: "cus_01h455vb4pex5vsknk084sn02q" }),
    externalId: nullableText,
    name: nullableText,
    createdAt: instant,
  })
  .meta({ id: "Customer" });

export const customerListQuery = prefixedPageQuery(uuidOfCustomer).extend({ externalId: text(255, 1).optional() });

export const customerListBody = prefixedPageOf(customerBody).meta({ id: "CustomerList" });

export const bindReferenceBody = z
  .strictObject({
    reference: text(255, 1).describe("Your word for what is paid in: an account, a contract, a purpose."),
    customerId: text(100).optional().describe("Left out: the customer whose externalId is the reference."),
    sellers: z
      .array(z.strictObject({ address, percent: percent.describe("Gross, of everything that comes.") }))
      .max(maxSellers)
      .nullish()
      .describe("Who gets a part beside you, for ever."),
  })
  .meta({ id: "BindDepositReference" });

const depositAddress = z
  .object({
    address: z.string().describe("The same for ever. Nothing that is sent there can go back to whoever sent it."),
    chainIds: z.array(z.int()).describe("Where it may be paid, in the tokens that you take."),
    current: z.boolean().describe("False: your split has changed since. What comes there is still credited."),
    parts: z.array(z.object({ recipient: z.string(), percent: z.string() })).describe("Where its money goes."),
    terms: z
      .object({
        ref: z.string(),
        chainId: z.string().describe("Where anybody may sweep it; 0: on every chain."),
        parts: z.array(z.object({ recipient: z.string(), bps: z.int() })),
      })
      .describe("With these anybody can sweep it without this server."),
  })
  .meta({ id: "DepositAddress" });

export const depositReferenceBody = z
  .object({
    id: z.string().meta({ example: "dref_01h455vb4pex5vsknk084sn02q" }),
    reference: z.string(),
    customerId: z.string(),
    bound: z.boolean().describe("False: give its addresses out no more. What comes there is still credited."),
    addresses: z.array(depositAddress),
    createdAt: instant,
    unboundAt: instant.nullable(),
  })
  .meta({ id: "DepositReference" });

const truth = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .meta({ type: "boolean", enum: [true, false] });

export const referenceListQuery = prefixedPageQuery(uuidOfDepositReference).extend({
  reference: text(255, 1).optional(),
  customerId: text(100).optional(),
  bound: truth.optional(),
});

export const referenceListBody = prefixedPageOf(depositReferenceBody).meta({ id: "DepositReferenceList" });
