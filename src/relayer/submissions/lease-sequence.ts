import type { PaymentsContext } from "../../payments/index.ts";
import { type Database, type DatabaseTransaction, leaseRows, type RelaySequence } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { RelayLane } from "../lanes/lane.ts";

/** A worker that has not given a sequence back by then has died. Milliseconds: longer than any of its requests may take. */
const lease = 60_000;

const sequences = {
  table: "relaySequences",
  key: ["chainId", "lane", "address", "nonceKey"],
  column: "leasedUntil",
} as const;

/** What names a sequence, and the lease under which it is held. */
export type LeasedSequence = RelaySequence;

/** Writes down the nonce sequences of this server's keys. */
export async function registerSequences({ database, clock }: PaymentsContext, relay: ChainServices): Promise<void> {
  const rows = relay.lanes.flatMap(({ name, sequences }) =>
    sequences.map((sequence) => ({ chainId: relay.chain.id, lane: name, ...sequence, leasedUntil: clock() })),
  );
  if (rows.length === 0) return;
  await database
    .insertInto("relaySequences")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes a sequence of a lane in which there is room for a submission; undefined where all are taken, full or without coin. */
export async function leaseForSending(
  { database, clock }: PaymentsContext,
  { chain }: ChainServices,
  lane: RelayLane,
): Promise<LeasedSequence | undefined> {
  const now = clock();
  const addresses = [...new Set(lane.sequences.map(({ address }) => address))];
  const [sequence] = await leaseRows(database, sequences, {
    now,
    duration: lease,
    choose: (due) =>
      due
        .where("chainId", "=", chain.id)
        .where("lane", "=", lane.name)
        .where("address", "in", addresses)
        .where((row) => row.or([row("restsUntil", "is", null), row("restsUntil", "<=", now)]))
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

/** Takes the sequences whose submissions it is time to look at. */
export async function leaseForFollowing(
  { database, clock }: PaymentsContext,
  { chain, lanes }: ChainServices,
): Promise<LeasedSequence[]> {
  const now = clock();
  const addresses = lanes.flatMap(({ sequences }) => sequences.map(({ address }) => address));
  if (addresses.length === 0) return [];
  return leaseRows(database, sequences, {
    now,
    duration: lease,
    choose: (due) =>
      due
        .where("chainId", "=", chain.id)
        .where("address", "in", [...new Set(addresses)])
        .where("nextLookAt", "<=", now),
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
  changes: Partial<Pick<RelaySequence, "nextNonce" | "leasedUntil" | "restsUntil" | "nextLookAt">>,
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

/** The submissions of a sequence of which it is not certain what becomes of them. */
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
