import type { BroadcastResult } from "../../chain/index.ts";
import type { BroadcastAttempt, Submission } from "../../store/index.ts";
import { type GasFees, raiseFees } from "../lanes/lane.ts";
import { failOver } from "../queue/return-requests.ts";
import { nonceSequenceOf, unfinishedOf, updateSequence } from "./lease-sequence.ts";
import type { Recorded, Submitting } from "./submitting.ts";

/** A key without native tokens is paused for so long. Milliseconds. */
const pauseWithoutFunds = 30_000;

/** Sends a recorded attempt, and does what the answer asks for. */
export async function broadcast(submitting: Submitting, recorded: Recorded): Promise<void> {
  let { attempt } = recorded;
  for (;;) {
    const result = await submitting.lane.send(attempt.envelope);
    if (result.type !== "UNDERPRICED") return handle(submitting, { ...recorded, attempt }, result);
    const raised = await replace(submitting, { ...recorded, attempt });
    if (!raised) return;
    attempt = raised;
  }
}

async function handle(
  submitting: Submitting,
  { submission, attempt }: Recorded,
  result: Exclude<BroadcastResult, { readonly type: "UNDERPRICED" }>,
): Promise<void> {
  const { sequence } = submitting;
  const { database, clock } = submitting.context;
  const now = clock();
  switch (result.type) {
    case "ACCEPTED":
      await database
        .updateTable("relayAttempts")
        .set({ sentAt: now })
        .where("submissionId", "=", attempt.submissionId)
        .where("number", "=", attempt.number)
        .execute();
      return;
    case "NONCE_USED":
      await updateSequence(database, sequence, { nextPollAt: now });
      return;
    case "UNKNOWN":
      // The next poll sends it again, byte for byte.
      return;
    case "NO_FUNDS":
      await updateSequence(database, sequence, { pausedUntil: new Date(now.getTime() + pauseWithoutFunds) });
      await withdraw(submitting, submission, result.reason);
      return;
    case "REFUSED":
      await withdraw(submitting, submission, result.reason);
  }
}

/** Withdraws a submission that was refused and never accepted: its nonce goes to another, its requests by another lane, or again. */
async function withdraw(submitting: Submitting, { id, nonce }: Submission, reason: string): Promise<void> {
  const { context, services, lane, sequence } = submitting;
  const { database } = context;
  const accepted = await database
    .selectFrom("relayAttempts")
    .select("number")
    .where("submissionId", "=", id)
    .where("sentAt", "is not", null)
    .executeTakeFirst();
  const later = await unfinishedOf(database, sequence).where("nonce", ">", nonce).executeTakeFirst();
  // Whoever has accepted it may still include it, and later nonces wait for it: so it is sent again.
  if (accepted || later) return;
  await database.transaction().execute(async (transaction) => {
    await transaction.updateTable("relaySubmissions").set({ status: "WITHDRAWN" }).where("id", "=", id).execute();
    await updateSequence(transaction, sequence, { nextNonce: nonce });
    const requests = await transaction
      .updateTable("relays")
      .set({ status: "QUEUED", submissionId: null })
      .where("submissionId", "=", id)
      .where("status", "=", "SENT")
      .returningAll()
      .execute();
    await failOver({ ...context, database: transaction }, services, lane, requests, reason);
  });
}

/**
 * Records a further attempt under the same nonce that pays more, not sent yet. Undefined where it would pay more than the ceiling: then it waits for gas to
 * become cheaper.
 */
export async function replace(
  { context: { database, clock }, settings: { feeCeiling }, lane, sequence }: Submitting,
  { submission, attempt }: Recorded,
): Promise<BroadcastAttempt | undefined> {
  const present = await lane.fees();
  const fees = higherOf(raiseFees(attempt), present);
  if (fees.maxFeePerGas > present.maxFeePerGas * feeCeiling) return undefined;
  const { nonce, gas, validUntil, callTarget: to, callData: data } = submission;
  const call = { to, data, value: 0n };
  const { hash, envelope } = await lane.sign({
    sequence: nonceSequenceOf(sequence),
    nonce,
    call,
    gas,
    fees,
    validUntil,
  });
  const further: BroadcastAttempt = {
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
