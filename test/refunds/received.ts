import type { Cursor } from "../../src/chain/logs/contract-events.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import type { Quote } from "../../src/store/index.ts";
import { hashOf, settlementOf } from "../support/payments-harness.ts";
import type { TestServer } from "../support/test-server.ts";

export const baseId = 8453;

/** A block of a chain that stands in no chain. */
export const madeUpBlock = (blockNumber: bigint, blockTime = new Date()): Cursor => ({
  blockNumber,
  blockHash: hashOf(`block ${blockNumber}`),
  blockTime,
});

/** Says that a block was read. */
export async function readTo(server: TestServer, cursor: Cursor, quotes: readonly Quote[] = []): Promise<void> {
  const { database } = server.context;
  const after = await database
    .selectFrom("chainCursors")
    .select(["blockNumber", "blockHash", "blockTime"])
    .where("chainId", "=", baseId)
    .executeTakeFirst();
  const settlements = quotes.map((quote) => settlementOf(quote, cursor));
  const events = { settlements, reclaims: [], sweeps: [], charges: [], cancellations: [], userOperations: [] };
  await recordBlocks(server.context, { chainId: baseId, after: after ?? null, cursor, ...events });
}

type Asked = {
  readonly amount?: string;
  readonly sellers?: object[];
  readonly isFinal?: boolean;
  /** Before the money came. */
  readonly isCancelled?: boolean;
};

type Received = { readonly id: string; readonly quote: Quote };

/** A payment of so many dollars in USDC on Base; its money came in that block and, unless it is said otherwise, is final. */
export async function receivePayment(
  server: TestServer,
  cursor: Cursor,
  { isFinal = true, isCancelled = false, ...ask }: Asked = {},
): Promise<Received> {
  const body = { amount: "100.00", currency: "USD", acceptedChains: [baseId], acceptedTokens: ["USDC"], ...ask };
  const { body: payment } = await server.call("POST", "/v1/payments", body);
  const choice = { chainId: baseId, token: "USDC" };
  const { body: view } = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, choice, {});
  const quotes = server.context.database.selectFrom("quotes").selectAll();
  const quote = await quotes.where("id", "=", view.id).executeTakeFirstOrThrow();
  if (isCancelled) await server.call("DELETE", `/v1/payments/${payment.id}`);
  await readTo(server, cursor, [quote]);
  if (isFinal) await finalizeBlocks(server.context, baseId, () => cursor.blockNumber);
  return { id: payment.id, quote };
}
