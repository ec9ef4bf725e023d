import { v7 as uuidv7 } from "uuid";
import { BundlerUnavailableError, type Reception } from "../../chain/index.ts";
import type { PaymentsContext } from "../../payments/index.ts";
import type { Relay, RelayAttempt, RelaySubmission } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import { LaneRefusedError } from "../errors.ts";
import { batchCall, batchGas } from "../lanes/batch.ts";
import { type GasFees, type NonceSequence, type RelayLane, raiseFees } from "../lanes/lane.ts";
import { claimRelays, passOn, releaseRelays } from "../queue/lease-requests.ts";
import type { RelaySettings } from "../settings.ts";
import { type LeasedSequence, leaseForSending, unfinishedOf, updateSequence } from "./lease-sequence.ts";

/** A key without coin is left alone for so long. Milliseconds. */
const restWithoutCoin = 30_000;

/** While the node cannot be asked. Milliseconds. */
const retryDelay = 2_000;

/**
 * Sends one batch of what is due on a chain, by the first lane that is available and has a nonce sequence free. False where there was nothing to
 * send or nothing to send it by.
 */
export async function sendRelays(
  context: PaymentsContext,
  relay: ChainServices,
  settings: RelaySettings,
): Promise<boolean> {
  for (const lane of relay.lanes) {
    if (!lane.isAvailable()) continue;
    const sequence = await leaseForSending(context, relay, lane);
    if (!sequence) continue;
    try {
      const relays = await claimRelays(context, relay, lane, settings.batchSize);
      if (relays.length > 0 && (await sendBatch(context, relay, settings, lane, sequence, relays))) return true;
    } finally {
      await updateSequence(context.database, sequence, { leasedUntil: context.clock() });
    }
  }
  return false;
}

/** False where the lane does not answer, or will not have it: then nothing was sent, and the relays are queued as before. */
async function sendBatch(
  context: PaymentsContext,
  relay: ChainServices,
  settings: RelaySettings,
  lane: RelayLane,
  sequence: LeasedSequence,
  relays: readonly Relay[],
): Promise<boolean> {
  let recorded: Recorded;
  try {
    recorded = await record(context, relay, lane, sequence, relays);
  } catch (error) {
    if (error instanceof LaneRefusedError) await passOn(context, relay, lane, relays, error.reason);
    else await releaseRelays(context, relays, error instanceof BundlerUnavailableError ? 0 : retryDelay);
    if (error instanceof LaneRefusedError || error instanceof BundlerUnavailableError) return false;
    throw error;
  }
  await send(context, relay, lane, settings, sequence, recorded);
  return true;
}

export type Recorded = { readonly submission: RelaySubmission; readonly attempt: RelayAttempt };

/** Signs the batch under the sequence's next nonce and writes it down, with the relays it carries: only then may it be sent. */
async function record(
  { database, clock }: PaymentsContext,
  { chain, router }: ChainServices,
  lane: RelayLane,
  sequence: LeasedSequence,
  relays: readonly Relay[],
): Promise<Recorded> {
  const nonce = await nextNonce({ database }, lane, sequence);
  const call = batchCall(relays.map(({ callData }) => ({ to: router, value: 0n, data: callData })));
  const gas = batchGas(relays.map((row) => row.gas));
  const validUntil = new Date(Math.max(...relays.map((row) => row.validUntil.getTime())));
  const fees = await lane.fees();
  const { hash, envelope } = await lane.sign({ sequence: nameOf(sequence), nonce, call, gas, fees, validUntil });
  const now = clock();
  const submission: RelaySubmission = {
    id: uuidv7({ msecs: now.getTime() }),
    chainId: chain.id,
    lane: lane.name,
    ...nameOf(sequence),
    nonce,
    status: "OPEN",
    callTarget: call.to,
    callData: call.data,
    gas,
    validUntil,
    landedAtBlock: null,
    createdAt: now,
  };
  const attempt: RelayAttempt = {
    submissionId: submission.id,
    number: 1,
    hash,
    envelope,
    ...fees,
    createdAt: now,
    sentAt: null,
  };
  await database.transaction().execute(async (transaction) => {
    await updateSequence(transaction, sequence, {
      nextNonce: nonce + 1n,
      nextLookAt: new Date(now.getTime() + lookInterval(chain.blockTime)),
    });
    await transaction.insertInto("relaySubmissions").values(submission).execute();
    await transaction.insertInto("relayAttempts").values(attempt).execute();
    await transaction
      .updateTable("relays")
      .set({ status: "SENT", submissionId: submission.id })
      .where(
        "id",
        "in",
        relays.map(({ id }) => id),
      )
      .where("status", "=", "QUEUED")
      .execute();
  });
  return { submission, attempt };
}

/** Submissions are looked at about once a block. Milliseconds. */
export function lookInterval(blockTime: number): number {
  return Math.min(Math.max(blockTime, 500), 4_000);
}

/** The database knows the next nonce while anything is under way; otherwise the chain does, whatever happened to the key elsewhere. */
async function nextNonce(
  { database }: Pick<PaymentsContext, "database">,
  lane: RelayLane,
  sequence: LeasedSequence,
): Promise<bigint> {
  const unfinished = await unfinishedOf(database, sequence).limit(1).executeTakeFirst();
  return unfinished ? sequence.nextNonce : lane.nextNonce(nameOf(sequence));
}

/** Sends what is written down, and does what the answer asks for. */
export async function send(
  context: PaymentsContext,
  relay: ChainServices,
  lane: RelayLane,
  settings: RelaySettings,
  sequence: LeasedSequence,
  recorded: Recorded,
): Promise<void> {
  let { attempt } = recorded;
  for (;;) {
    const reception = await lane.send(attempt.envelope);
    if (reception.type !== "UNDERPRICED") {
      return act(context, relay, lane, sequence, recorded.submission, attempt, reception);
    }
    const raised = await replace(context, lane, settings, sequence, { ...recorded, attempt });
    if (!raised) return;
    attempt = raised;
  }
}

async function act(
  context: PaymentsContext,
  relay: ChainServices,
  lane: RelayLane,
  sequence: LeasedSequence,
  submission: RelaySubmission,
  attempt: RelayAttempt,
  reception: Exclude<Reception, { readonly type: "UNDERPRICED" }>,
): Promise<void> {
  const { database, clock } = context;
  const now = clock();
  switch (reception.type) {
    case "TAKEN":
      await database
        .updateTable("relayAttempts")
        .set({ sentAt: now })
        .where("submissionId", "=", attempt.submissionId)
        .where("number", "=", attempt.number)
        .execute();
      return;
    case "NONCE_USED":
      await updateSequence(database, sequence, { nextLookAt: now });
      return;
    case "UNKNOWN":
      // Looked at again like everything that is under way: then it is sent again, byte for byte.
      return;
    case "NO_FUNDS":
      await updateSequence(database, sequence, { restsUntil: new Date(now.getTime() + restWithoutCoin) });
      await withdraw(context, relay, lane, sequence, submission, reception.reason);
      return;
    case "REFUSED":
      await withdraw(context, relay, lane, sequence, submission, reception.reason);
  }
}

/** Takes a submission back that was refused and never taken: its nonce goes to another, its relays go by another lane, or again. */
async function withdraw(
  context: PaymentsContext,
  relay: ChainServices,
  lane: RelayLane,
  sequence: LeasedSequence,
  { id, nonce }: RelaySubmission,
  reason: string,
): Promise<void> {
  const { database } = context;
  const taken = await database
    .selectFrom("relayAttempts")
    .select("number")
    .where("submissionId", "=", id)
    .where("sentAt", "is not", null)
    .executeTakeFirst();
  const later = await unfinishedOf(database, sequence).where("nonce", ">", nonce).executeTakeFirst();
  // Somebody has it and may still include it, or others wait behind it: then it is sent again.
  if (taken || later) return;
  await database.transaction().execute(async (transaction) => {
    await transaction.updateTable("relaySubmissions").set({ status: "WITHDRAWN" }).where("id", "=", id).execute();
    await updateSequence(transaction, sequence, { nextNonce: nonce });
    const relays = await transaction
      .updateTable("relays")
      .set({ status: "QUEUED", submissionId: null })
      .where("submissionId", "=", id)
      .where("status", "=", "SENT")
      .returningAll()
      .execute();
    await passOn({ ...context, database: transaction }, relay, lane, relays, reason);
  });
}

/**
 * A further attempt under the same nonce that pays more, written down and not sent yet. Undefined where it would pay more than the ceiling: then it
 * waits for gas to become cheaper.
 */
export async function replace(
  { database, clock }: PaymentsContext,
  lane: RelayLane,
  { feeCeiling }: RelaySettings,
  sequence: LeasedSequence,
  { submission, attempt }: Recorded,
): Promise<RelayAttempt | undefined> {
  const present = await lane.fees();
  const fees = higherOf(raiseFees(attempt), present);
  if (fees.maxFeePerGas > present.maxFeePerGas * feeCeiling) return undefined;
  const { nonce, gas, validUntil, callTarget: to, callData: data } = submission;
  const job = { sequence: nameOf(sequence), nonce, call: { to, data, value: 0n }, gas, fees, validUntil };
  const { hash, envelope } = await lane.sign(job);
  const further: RelayAttempt = {
    submissionId: submission.id,
    number: attempt.number + 1,
    hash,
    envelope,
    ...fees,
    createdAt: clock(),
    sentAt: null,
  };
  await database.transaction().execute(async (transaction) => {
    await updateSequence(transaction, sequence, { leasedUntil: sequence.leasedUntil });
    await transaction.insertInto("relayAttempts").values(further).execute();
  });
  return further;
}

function higherOf(one: GasFees, other: GasFees): GasFees {
  const higher = (a: bigint, b: bigint) => (a > b ? a : b);
  return {
    maxFeePerGas: higher(one.maxFeePerGas, other.maxFeePerGas),
    maxPriorityFeePerGas: higher(one.maxPriorityFeePerGas, other.maxPriorityFeePerGas),
  };
}

function nameOf({ address, nonceKey }: LeasedSequence): NonceSequence {
  return { address, nonceKey };
}
