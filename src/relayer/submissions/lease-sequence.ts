import { type Database, type DatabaseTransaction, leaseRows, type NonceSequenceRow } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { QueueContext } from "../context.ts";
import type { Lane, NonceSequence } from "../lanes/lane.ts";

/** A worker that has not given a sequence back by then has died. Milliseconds: longer than any of its requests may take. */
const leaseDuration = 60_000;

const sequences = {
  table: "relaySequences",
  key: ["chainId", "lane", "address", "nonceKey"],
  column: "leasedUntil",
} as const;

/** A nonce sequence as one worker holds it. */
export type LeasedSequence = NonceSequenceRow;

/** How a lane names a sequence. */
export function nonceSequenceOf({ address, nonceKey }: LeasedSequence): NonceSequence {
  return { address, nonceKey };
}

/** Registers the nonce sequences of this server's keys. */
export async function registerSequences({ database, clock }: QueueContext, services: ChainServices): Promise<void> {
  const rows = services.lanes.flatMap(({ name, sequences }) =>
    sequences.map((sequence) => ({ chainId: services.chain.id, lane: name, ...sequence, leasedUntil: clock() })),
  );
  if (rows.length === 0) return;
  await database
    .insertInto("relaySequences")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Leases a sequence of a lane in which there is room for a submission; undefined where all are leased, full or paused. */
export async function leaseForSending(
  { database, clock }: QueueContext,
  { chain }: ChainServices,
  lane: Lane,
): Promise<LeasedSequence | undefined> {
  const now = clock();
  const addresses = [...new Set(lane.sequences.map(({ address }) => address))];
  const [sequence] = await leaseRows(database, sequences, {
    now,
    duration: leaseDuration,
    choose: (due) =>
      due
        .where("chainId", "=", chain.id)
        .where("lane", "=", lane.name)
        .where("address", "in", addresses)
        .where((row) => row.or([row("pausedUntil", "is", null), row("pausedUntil", "<=", now)]))
        .where(({ selectFrom, eb, fn }) =>
          eb(
            selectFrom("relaySubmissions")
              .select(fn.countAll<bigint>().as("count"))
              .whereRef("relaySubmissions.chainId", "=", "relaySequences.chainId")
              .whereRef("relaySubmissions.lane", "=", "relaySequences.lane")
              .whereRef("relaySubmissions.address", "=", "relaySequences.address")
              .whereRef("relaySubmissions.nonceKey", "=", "relaySequences.nonceKey")
              .where("relaySubmissions.status", "=", "OPEN"),
            "<",
            BigInt(lane.depth),
          ),
        )
        .limit(1),
  });
  return sequence;
}

/** Leases the sequences whose submissions are to be polled. */
export async function leaseForFollowing(
  { database, clock }: QueueContext,
  { chain, lanes }: ChainServices,
): Promise<LeasedSequence[]> {
  const now = clock();
  const addresses = lanes.flatMap(({ sequences }) => sequences.map(({ address }) => address));
  if (addresses.length === 0) return [];
  return leaseRows(database, sequences, {
    now,
    duration: leaseDuration,
    choose: (due) =>
      due
        .where("chainId", "=", chain.id)
        .where("address", "in", [...new Set(addresses)])
        .where("nextPollAt", "<=", now),
  });
}

/** The lease ran out and another worker has the sequence: nothing of this one's may be written any more. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}

/** Changes a sequence that is held. Throws `LeaseLostError`. */
export async function updateSequence(
  database: Database | DatabaseTransaction,
  { chainId, lane, address, nonceKey, leasedUntil }: LeasedSequence,
  changes: Partial<Pick<NonceSequenceRow, "nextNonce" | "leasedUntil" | "pausedUntil" | "nextPollAt">>,
): Promise<void> {
  const held = await database
    .updateTable("relaySequences")
    .set(changes)
    .where("chainId", "=", chainId)
    .where("lane", "=", lane)
    .where("address", "=", address)
    .where("nonceKey", "=", nonceKey)
    .where("leasedUntil", "=", leasedUntil)
    .returning("nonceKey")
    .executeTakeFirst();
  if (!held) throw new LeaseLostError(`Another worker has the nonce sequence ${nonceKey} of ${address}.`);
}

/** The submissions of a sequence that are not final. */
export function unfinishedOf(database: Database, { chainId, lane, address, nonceKey }: LeasedSequence) {
  return database
    .selectFrom("relaySubmissions")
    .selectAll()
    .where("chainId", "=", chainId)
    .where("lane", "=", lane)
    .where("address", "=", address)
    .where("nonceKey", "=", nonceKey)
    .where("status", "in", ["OPEN", "LANDED"]);
}
