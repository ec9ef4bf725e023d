import { z } from "zod";
import { paymentOrders } from "../../../../payments/index.ts";
import { tokenSymbols } from "../../../../protocol/index.ts";
import { text } from "../../../../schemas/index.ts";
import { amountField, chainField, currencyField, secondField } from "../fields.ts";
import { pageOf, pageQuery } from "../pages.ts";

export const orderStatuses = ["pending", "completed", "failed", "expired", "cancelled"] as const;

export const createOrderBody = z
  .object({
    orderReference: text(255, 1),
    amount: amountField,
    currency: currencyField,
    chainId: chainField.meta({ example: "ethereum-sepolia" }),
  })
  .meta({ id: "CreateOrder" });

export const orderBody = z
  .object({
    orderId: z.string().meta({ example: "ord_01h455vb4pex5vsknk084sn02q" }),
    orderReference: z.string().nullable(),
    amount: z.string(),
    currency: z.enum(tokenSymbols),
    chainId: z.string().meta({ example: "ethereum-sepolia" }),
    address: z.string().describe("Where to transfer the amount to. It stays the same as long as the order is open."),
    status: z.enum(orderStatuses),
    createdAt: secondField,
    expiresAt: secondField,
    txHash: z.string().optional().describe("Once it is on chain."),
    completedAt: secondField.optional(),
  })
  .meta({ id: "Order" });

export const orderListQuery = pageQuery.extend({
  status: z.enum(orderStatuses).optional(),
  currency: currencyField.optional(),
  chainId: chainField.optional(),
  orderReference: text(255, 1).optional(),
  sortBy: z.enum(paymentOrders).default("createdAt"),
});

export const orderListBody = pageOf(orderBody).meta({ id: "OrderList" });
