import type { Address } from "viem";
import {
  type Cursor,
  isEndpointFailure,
  LaggingNodeError,
  type LogSource,
  min,
  type ProviderPool,
  RangeWidth,
  readBlock,
  readReachedTransfers,
  type UntimedTransfer,
} from "../chain/index.ts";
import { readCursor } from "../ledger/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { Database } from "../store/index.ts";
import type { StandingContext } from "./context.ts";
import { placeDeposits } from "./place-deposits.ts";

/** Up to so many addresses are named in a request; of more, all transfers of the tokens are read: one request in either case. */
const mostNamed = 500;

/** Blocks of one request where all transfers are read. */
const mostBlocks = 20n;

/** Blocks before the oldest address was given out that are read too, since clocks differ. */
const margin = 50n;

export type Reading = { readonly chain: Chain; readonly providers: ProviderPool };

type Context = Pick<StandingContext, "database" | "clock">;

/** How many blocks a request may hold, one for each of the two passes. */
export type PassWidths = { readonly seen: RangeWidth; readonly final: RangeWidth };

export const newPassWidths = (): PassWidths => ({ seen: new RangeWidth(), final: new RangeWidth() });

/** What a scan found, and whether there are more blocks. */
export type Scanned = { readonly placed: number; readonly hasMore: boolean };

const nothing: Scanned = { placed: 0, hasMore: false };

/**
 * Reads the transfers of the blocks up to the last one that the watcher has read, once, as one endpoint tells them: what came to a standing address is pending. Nothing is asked where there
 * is no such address. However many there are, a run of blocks costs one request.
 */
export async function scanSeen(context: Context, { chain, providers }: Reading, width: RangeWidth): Promise<Scanned> {
  const head = await readCursor(context.database, chain.id);
  if (!head) return nothing;
  const names = await namedAddresses(context.database, chain.id);
  if (names === "none") return nothing;
  const cursor = await cursorOf(context, chain, head);
  const [source] = await providers.trusted();
  // Where the watcher went back, so does this.
  const after = min(cursor.seenTo, head.blockNumber);
  if (!source || after === head.blockNumber) return nothing;
  return scan(context, chain, source, { names, after, upTo: head.blockNumber, width, column: "seenTo" });
}

/**
 * Reads the final blocks once more, from the endpoint that is the last choice otherwise: what the first pass was not told of, or what another block has in the place of the one it read,
 * is found now.
 */
export async function scanFinal(context: Context, { chain, providers }: Reading, width: RangeWidth): Promise<Scanned> {
  const head = await readCursor(context.database, chain.id);
  if (!head) return nothing;
  const names = await namedAddresses(context.database, chain.id);
  if (names === "none") return nothing;
  const cursor = await cursorOf(context, chain, head);
  const source = (await providers.trusted()).at(-1);
  if (!source) return nothing;
  const { blockNumber: finalized } = await readBlock(source.client, { blockTag: "finalized" });
  const upTo = min(finalized, head.blockNumber);
  if (upTo <= cursor.finalTo) return nothing;
  return scan(context, chain, source, { names, after: cursor.finalTo, upTo, width, column: "finalTo" });
}

type Span = {
  readonly names: readonly Address[] | "all";
  readonly after: bigint;
  readonly upTo: bigint;
  readonly width: RangeWidth;
  readonly column: "seenTo" | "finalTo";
};

async function scan(
  context: Context,
  chain: Chain,
  source: LogSource,
  { names, after, upTo, width, column }: Span,
): Promise<Scanned> {
  const blocks = names === "all" ? min(width.blocks, mostBlocks) : width.blocks;
  const toBlock = min(after + blocks, upTo);
  const filter = {
    tokens: chain.tokens.map(({ address }) => address),
    recipients: names === "all" ? undefined : names,
  };
  let transfers: UntimedTransfer[];
  try {
    transfers = await readReachedTransfers(source, filter, { fromBlock: after + 1n, toBlock });
    width.grow();
  } catch (error) {
    const isNarrowable = !(error instanceof LaggingNodeError || isEndpointFailure(error));
    if (!isNarrowable || !width.shrink(toBlock - after, error)) throw error;
    return { placed: 0, hasMore: true };
  }
  const placed = await placeDeposits(context, chain, source.client, transfers);
  await context.database
    .updateTable("standingCursors")
    .set({ [column]: toBlock })
    .where("chainId", "=", chain.id)
    .execute();
  return { placed, hasMore: toBlock < upTo };
}

/** Read before the request that names them, and the head before that: who paid by then knew an address that is among them. */
async function namedAddresses(database: Database, chainId: number): Promise<readonly Address[] | "all" | "none"> {
  const rows = await database
    .selectFrom("standingWatches")
    .select("address")
    .where("chainId", "=", chainId)
    .limit(mostNamed + 1)
    .execute();
  if (rows.length === 0) return "none";
  return rows.length > mostNamed ? "all" : rows.map(({ address }) => address);
}

/** It begins where the oldest address was given out. */
async function cursorOf({ database }: Context, { id: chainId, blockTime }: Chain, head: Cursor) {
  const cursor = await database
    .selectFrom("standingCursors")
    .selectAll()
    .where("chainId", "=", chainId)
    .executeTakeFirst();
  if (cursor) return cursor;
  const oldest = await database
    .selectFrom("standingWatches")
    .select(({ fn }) => fn.min("createdAt").as("createdAt"))
    .where("chainId", "=", chainId)
    .executeTakeFirst();
  const age = Math.max(
    0,
    head.blockTime.getTime() - ((oldest?.createdAt as Date | undefined) ?? head.blockTime).getTime(),
  );
  const first = head.blockNumber - BigInt(Math.ceil(age / blockTime)) - margin;
  const begin = first > 0n ? first : 0n;
  await database
    .insertInto("standingCursors")
    .values({ chainId, seenTo: begin, finalTo: begin })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { chainId, seenTo: begin, finalTo: begin };
}
