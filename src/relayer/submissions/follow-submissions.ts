import type { Hex } from "viem";
import { BundlerUnavailableError, readSettled } from "../../chain/index.ts";
import { failReverted, type PaymentsContext } from "../../payments/index.ts";
import type { DatabaseTransaction, RelayAttempt, RelaySubmission } from "../../store/index.ts";
import { type ChainServices, otherLanes } from "../chain-services.ts";
import type { RelayLane } from "../lanes/lane.ts";
import type { RelaySettings } from "../settings.ts";
import {
  type LeasedSequence,
  LeaseLostError,
  leaseForFollowing,
  unfinishedOf,
  updateSequence,
} from "./lease-sequence.ts";
import { lookInterval, replace, send } from "./send-requests.ts";

/**
 * Looks what became of all that is under way on a chain. The chain alone says it: a submission is through once its nonce is used, and a relay is
 * once its payment is settled, whatever node or bundler say. What is not through in time is sent again, replaced, or left to another lane.
 */
export async function followSubmissions(
  context: PaymentsContext,
  relay: ChainServices,
  settings: RelaySettings,
): Promise<void> {
  const sequences = await leaseForFollowing(context, relay);
  const outcomes = await Promise.allSettled(
    sequences.map(async (sequence) => {
      try {
        await followSequence(context, relay, settings, sequence);
      } finally {
        await updateSequence(context.database, sequence, { leasedUntil: context.clock() });
      }
    }),
  );
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  const real = failures.filter((error) => !(error instanceof LeaseLostError));
  if (real.length > 0) throw new AggregateError(real, `${real.length} nonce sequences could not be looked at.`);
}

async function followSequence(
  context: PaymentsContext,
  relay: ChainServices,
  settings: RelaySettings,
  sequence: LeasedSequence,
): Promise<void> {
  const { database, clock } = context;
  const lane = relay.lanes.find(({ name }) => name === sequence.lane);
  if (!lane) return;
  const used = await lane.nextNonce(sequence);
  // Read after the nonce: so it is no lower than the block that used it.
  const head = await relay.client.getBlockNumber();
  const submissions = await unfinishedOf(database, sequence).orderBy("nonce").execute();
  const landed = submissions.filter(({ status, nonce }) => status === "LANDED" && nonce < used);
  const finalized = landed.length > 0 ? (await relay.client.getBlock({ blockTag: "finalized" })).number : -1n;
  const failures: unknown[] = [];
  for (const submission of submissions) {
    try {
      if (submission.nonce >= used) {
        if (submission.status === "LANDED") await takeBack(context, submission);
        await push(context, relay, settings, lane, sequence, submission, submission.nonce === used);
      } else if (submission.status === "OPEN") await land(context, relay, lane, submission, head);
      else if ((submission.landedAtBlock ?? head) <= finalized) await close(context, relay, submission);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      // The others do not wait for it. The next look tries again.
      if (!(error instanceof BundlerUnavailableError)) failures.push(error);
    }
  }
  const left = await unfinishedOf(database, sequence).execute();
  const interval = lookInterval(relay.chain.blockTime) * (left.some(({ status }) => status === "OPEN") ? 1 : 4);
  const nextLookAt = left.length > 0 ? new Date(clock().getTime() + interval) : null;
  await updateSequence(database, sequence, { nextLookAt });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} submissions could not be looked at.`);
}

type Carried = { readonly id: string; readonly quoteId: string; readonly done: boolean };

/** The relays of a submission, and whether each is done by what the chain says now. A reclaim is: what is left is found at the next look. */
async function relaysOf(
  { database }: PaymentsContext,
  { client, router }: ChainServices,
  submission: RelaySubmission,
): Promise<Carried[]> {
  const rows = await database
    .selectFrom("relays")
    .innerJoin("quotes", "quotes.id", "relays.quoteId")
    .select(["relays.id", "relays.kind", "relays.quoteId", "quotes.onchainId"])
    .where("relays.submissionId", "=", submission.id)
    .where("relays.status", "in", ["SENT", "CONFIRMED", "REVERTED"])
    .execute();
  if (rows.length === 0) return [];
  const settled = await readSettled(
    client,
    router,
    rows.map(({ onchainId }) => onchainId),
  );
  return rows.map(({ id, quoteId, kind }, index) => ({
    id,
    quoteId,
    done: kind === "RECLAIM" || settled[index] === true,
  }));
}

/** Its nonce is used. Relays whose payment is not settled failed: among others they go again by themselves, alone they have reverted. */
async function land(
  context: PaymentsContext,
  relay: ChainServices,
  lane: RelayLane,
  submission: RelaySubmission,
  head: bigint,
): Promise<void> {
  const relays = await relaysOf(context, relay, submission);
  const failed = relays.filter(({ done }) => !done);
  const single = relays.length === 1 && failed.length === 1;
  const includedIn = single ? await inclusionOf(context, lane, submission) : null;
  await context.database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "LANDED", landedAtBlock: head })
      .where("id", "=", submission.id)
      .execute();
    await mark(
      transaction,
      relays.filter(({ done }) => done),
      { status: "CONFIRMED" },
    );
    // Where none of our attempts was included, something else has used the nonce.
    if (includedIn === null) await queueAgain(context, transaction, failed);
    else await mark(transaction, failed, { status: "REVERTED", failureReason: includedIn });
  });
}

/** The transaction that holds one of a submission's attempts. */
async function inclusionOf(
  context: PaymentsContext,
  lane: RelayLane,
  submission: RelaySubmission,
): Promise<Hex | null> {
  for (const { hash } of await attemptsOf(context, submission)) {
    const transaction = await lane.inclusionOf(hash);
    if (transaction !== null) return transaction;
  }
  return null;
}

/**
 * A reorganisation took its block: it is sent again. A reclaim stays done, since the deposit's next look may have queued another for what stands
 * there again.
 */
async function takeBack({ database }: PaymentsContext, submission: RelaySubmission): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "OPEN", landedAtBlock: null })
      .where("id", "=", submission.id)
      .execute();
    await transaction
      .updateTable("relays")
      .set({ status: "SENT", failureReason: null })
      .where("submissionId", "=", submission.id)
      .where("kind", "=", "PAYMENT")
      .where("status", "in", ["CONFIRMED", "REVERTED"])
      .execute();
  });
}

/** Its block is final: what has reverted fails its payment, and what a reorganisation had undone goes again. */
async function close(context: PaymentsContext, relay: ChainServices, submission: RelaySubmission): Promise<void> {
  const relays = await relaysOf(context, relay, submission);
  const undone = new Set(relays.filter(({ done }) => !done).map(({ id }) => id));
  await context.database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "CLOSED" })
      .where("id", "=", submission.id)
      .execute();
    await mark(
      transaction,
      relays.filter(({ done }) => done),
      { status: "CONFIRMED", failureReason: null },
    );
    const rows = await transaction
      .selectFrom("relays")
      .select(["id", "quoteId", "status", "failureReason"])
      .where("submissionId", "=", submission.id)
      .execute();
    for (const row of rows.filter(({ id }) => undone.has(id))) {
      if (row.status !== "REVERTED") await queueAgain(context, transaction, [row]);
      else await fail(context, transaction, row);
    }
  });
}

async function fail(
  context: PaymentsContext,
  transaction: DatabaseTransaction,
  {
    id,
    quoteId,
    failureReason,
  }: { readonly id: string; readonly quoteId: string; readonly failureReason: string | null },
): Promise<void> {
  await mark(transaction, [{ id }], { status: "FAILED" });
  const reason = `The relayer's call was included in transaction ${failureReason} and reverted: no money moved.`;
  await failReverted(context, transaction, quoteId, reason);
}

/** Sends again what nobody knows, and pays more for what waits too long. What a bundler does not get through goes by another lane, if there is one. */
async function push(
  context: PaymentsContext,
  relay: ChainServices,
  settings: RelaySettings,
  lane: RelayLane,
  sequence: LeasedSequence,
  submission: RelaySubmission,
  isNext: boolean,
): Promise<void> {
  const attempt = (await attemptsOf(context, submission)).at(-1);
  if (!attempt) return;
  const recorded = { submission, attempt };
  const waited = context.clock().getTime() - (attempt.sentAt ?? attempt.createdAt).getTime();
  const isLate = waited >= settings.patience;
  const hasOthers = otherLanes(relay, lane).length > 0;
  if (isLate && lane.name === "bundler" && hasOthers) await leaveToOthers(context, lane, submission);
  if (!lane.isAvailable()) return;
  if (attempt.sentAt === null) return send(context, relay, lane, settings, sequence, recorded);
  if (!isLate) return;
  if (!(await lane.isPending(attempt.hash))) {
    if (await isAbandoned(context, lane, sequence, submission)) return;
    return send(context, relay, lane, settings, sequence, recorded);
  }
  const further = isNext ? await replace(context, lane, settings, sequence, recorded) : undefined;
  if (further) await send(context, relay, lane, settings, sequence, { submission, attempt: further });
}

/** Should it be included after all, that costs its gas: an id settles once. */
async function leaveToOthers(context: PaymentsContext, lane: RelayLane, { id }: RelaySubmission): Promise<void> {
  await context.database
    .updateTable("relays")
    .set({ status: "QUEUED", submissionId: null, avoidLane: lane.name, dueAt: context.clock() })
    .where("submissionId", "=", id)
    .where("status", "=", "SENT")
    .execute();
}

/** The bundler has forgotten it, and nobody needs it or waits behind it any more, or nobody would sponsor it: its nonce goes to another. */
async function isAbandoned(
  context: PaymentsContext,
  lane: RelayLane,
  sequence: LeasedSequence,
  submission: RelaySubmission,
): Promise<boolean> {
  const { database, clock } = context;
  if (lane.name !== "bundler") return false;
  const relays = await database
    .selectFrom("relays")
    .selectAll()
    .where("submissionId", "=", submission.id)
    .where("status", "=", "SENT")
    .execute();
  const later = await unfinishedOf(database, sequence).where("nonce", ">", submission.nonce).executeTakeFirst();
  if ((relays.length > 0 || later) && submission.validUntil > clock()) return false;
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "WITHDRAWN" })
      .where("id", "=", submission.id)
      .execute();
    if (!later) await updateSequence(transaction, sequence, { nextNonce: submission.nonce });
    await queueAgain(context, transaction, relays);
  });
  return true;
}

async function attemptsOf({ database }: PaymentsContext, { id }: RelaySubmission): Promise<RelayAttempt[]> {
  return database.selectFrom("relayAttempts").selectAll().where("submissionId", "=", id).orderBy("number").execute();
}

async function mark(
  transaction: DatabaseTransaction,
  relays: readonly { readonly id: string }[],
  changes: { readonly status: "CONFIRMED" | "REVERTED" | "FAILED"; readonly failureReason?: string | null },
): Promise<void> {
  if (relays.length === 0) return;
  const ids = relays.map(({ id }) => id);
  await transaction.updateTable("relays").set(changes).where("id", "in", ids).execute();
}

/** Each by itself from now on, so that it can harm no other. */
async function queueAgain(
  { clock }: PaymentsContext,
  transaction: DatabaseTransaction,
  relays: readonly { readonly id: string }[],
): Promise<void> {
  if (relays.length === 0) return;
  await transaction
    .updateTable("relays")
    .set({ status: "QUEUED", submissionId: null, alone: true, dueAt: clock() })
    .where(
      "id",
      "in",
      relays.map(({ id }) => id),
    )
    .execute();
}
