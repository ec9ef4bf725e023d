import { sql } from "kysely";
import type { WatchedContracts } from "../../src/chain/logs/read-logs.ts";
import { createChainClient } from "../../src/chain/providers/provider-pool.ts";
import { type Chain, chainById } from "../../src/protocol/index.ts";
import type { Difference } from "../../src/reconciliation/difference.ts";
import { reconcileChain } from "../../src/reconciliation/reconcile.ts";
import type { Database } from "../../src/store/index.ts";

/** The chains to compare with, each by its real node: what stands in front of it may lie. */
export type InspectionRequest = {
  readonly chains: readonly { readonly chainId: number; readonly rpcUrl: string; readonly fromBlock: bigint }[];
  /** Comparing takes a while with thousands of payments: only when asked for. */
  readonly reconcile: boolean;
};

/** What a database says of the work in it. */
export type Inspection = {
  readonly differences: readonly Difference[];
  /** Every payment there is; only when compared. */
  readonly paymentIds: readonly string[];
  /** How many rows wait for something, by what they are. Nothing waits once all is quiet. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Some of the payments under way, and what is known of each. */
  readonly underWay: readonly string[];
  /** How far each chain has been read. */
  readonly cursors: ReadonlyMap<number, bigint>;
};

export async function inspect(
  database: Database,
  contracts: WatchedContracts,
  { chains, reconcile }: InspectionRequest,
): Promise<Inspection> {
  const differences: Difference[] = [];
  const paymentIds: string[] = [];
  if (reconcile) {
    const payments = await database.selectFrom("payments").select("id").execute();
    paymentIds.push(...payments.map(({ id }) => id));
    for (const { chainId, rpcUrl, fromBlock } of chains) {
      const chain = chainById(chainId) as Chain;
      const client = createChainClient(chain, [rpcUrl]);
      const found = await reconcileChain({ database }, { chain, client, contracts }, fromBlock);
      differences.push(...found.differences);
    }
  }
  const cursors = await database.selectFrom("chainCursors").select(["chainId", "blockNumber"]).execute();
  // What was to be relayed and was paid otherwise may wait until its quote is over: there is nothing to be done about it.
  const { rows } = await sql<Record<string, bigint>>`select
    (select count(*) from payments where status = 'PROCESSING') as "payments under way",
    (select count(*) from settlements where not final) as "settlements not final",
    (select count(*) from settlements where missing) as "settlements missing",
    (select count(*) from relays where status in ('QUEUED', 'SENT') and not exists (
      select from settlements where settlements.quote_id = relays.quote_id)) as "relays not done",
    (select count(*) from events, event_consumers
      where events.position is null or events.position > event_consumers.position) as "events not consumed",
    (select count(*) from webhook_deliveries where status = 'PENDING') as "webhooks not delivered"`.execute(database);
  const waiting = Object.fromEntries(Object.entries(rows[0] ?? {}).map(([what, count]) => [what, Number(count)]));
  const underWay = await database
    .selectFrom("payments")
    .select(["id", "transactionHash", "blockNumber", "quoteId"])
    .where("status", "=", "PROCESSING")
    .limit(5)
    .execute();
  return {
    differences,
    paymentIds,
    waiting,
    underWay: underWay.map(
      ({ id, transactionHash, blockNumber }) => `${id} (${transactionHash ?? "no transaction"}, block ${blockNumber})`,
    ),
    cursors: new Map(cursors.map(({ chainId, blockNumber }) => [chainId, blockNumber])),
  };
}
