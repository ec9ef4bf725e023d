import { z } from "zod";
import { tokenSymbols } from "../../../protocol/index.ts";
import { decimal, instant, int32Text, text } from "../../../schemas/index.ts";
import { uuidOfDeposit } from "../../../standing/index.ts";
import { standingDepositStatuses } from "../../../store/index.ts";
import { prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";

export const depositBody = z
  .object({
    id: z.string().meta({ example: "dep_01h455vb4pex5vsknk084sn02q" }),
    reference: z.string(),
    referenceId: z.string(),
    customerId: z.string(),
    status: z
      .enum(standingDepositStatuses)
      .describe("Credit your customer once it is CONFIRMED: final by the chain's rule for its amount."),
    chainId: z.int(),
    token: z.enum(tokenSymbols),
    tokenAddress: z.string(),
    amount: decimal.describe("What came, before fee and split."),
    sender: z.string().describe("Who sent it: maybe an exchange. Nothing can be sent back there."),
    address: z.string(),
    txHash: z.string(),
    logIndex: z.int(),
    blockNumber: z.string(),
    blockTime: instant,
    createdAt: instant,
    confirmedAt: instant.nullable(),
  })
  .meta({ id: "Deposit" });

export const depositListQuery = prefixedPageQuery(uuidOfDeposit).extend({
  status: z.enum(standingDepositStatuses).optional(),
  token: z.enum(tokenSymbols).optional(),
  chainId: int32Text({ min: 1, max: 2_147_483_647 }).optional(),
  customerId: text(100).optional(),
  referenceId: text(100).optional(),
  reference: text(255, 1).optional(),
});

export const depositListBody = prefixedPageOf(depositBody).meta({ id: "DepositList" });
