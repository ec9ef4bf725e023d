import { z } from "zod";
import { tokenSymbols } from "../../../../protocol/index.ts";
import { text } from "../../../../schemas/index.ts";
import { depositOrders } from "../../../../standing/index.ts";
import { chainField, currencyField, secondField } from "../fields.ts";
import { pageOf, pageQuery } from "../pages.ts";

export const depositStatuses = ["pending", "confirmed", "reversed"] as const;

const reference = text(255, 1).describe("Your own word: of a user, an account, a contract.");

export const bindAddressBody = z
  .object({
    depositReference: reference,
    chainId: chainField.optional().describe("Whose address is answered as `address`. Left out: any."),
  })
  .meta({ id: "BindDepositAddress", example: { depositReference: "USER-001", chainId: "ethereum-sepolia" } });

export const referenceParams = z.object({ ref: text(255, 1) });

export const referenceQuery = z.object({ chainId: chainField.optional() });

export const boundAddressBody = z
  .object({
    depositReference: z.string(),
    address: z.string().describe("The same for ever. Nothing that is sent there can go back to whoever sent it."),
    chainId: z.string().nullable().describe("Null: the same address serves every chain of `addresses`."),
    addresses: z.array(z.object({ chainId: z.string(), address: z.string() })),
    status: z.enum(["active", "unbound"]),
    createdAt: secondField,
  })
  .meta({ id: "BoundDepositAddress" });

export const referenceListQuery = pageQuery.extend({
  depositReference: reference.optional(),
  sortBy: z.enum(["createdAt"]).default("createdAt"),
});

export const referenceListBody = pageOf(boundAddressBody).meta({ id: "BoundDepositAddressList" });

export const unboundBody = z
  .object({
    depositReference: z.string(),
    unbound: z.literal(true).describe("Give its address out no more. What comes there is still credited."),
  })
  .meta({ id: "UnboundDepositAddress" });

export const payinDepositBody = z
  .object({
    depositId: z.string().meta({ example: "dep_01h455vb4pex5vsknk084sn02q" }),
    depositReference: z.string(),
    amount: z.string(),
    currency: z.enum(tokenSymbols),
    chainId: z.string(),
    address: z.string(),
    from: z.string(),
    txHash: z.string(),
    status: z
      .enum(depositStatuses)
      .describe("Confirmed: final by the chain's rule. Reversed: reorganised away, before or after that."),
    createdAt: secondField,
    confirmedAt: secondField.nullable(),
  })
  .meta({ id: "PayInDeposit" });

export const depositListQuery = pageQuery.extend({
  status: z.enum(depositStatuses).optional(),
  currency: currencyField.optional(),
  chainId: chainField.optional(),
  depositReference: reference.optional(),
  sortBy: z.enum(depositOrders).default("createdAt"),
});

export const depositListBody = pageOf(payinDepositBody).meta({ id: "PayInDepositList" });
