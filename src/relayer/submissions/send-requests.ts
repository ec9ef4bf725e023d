import { v7 as uuidv7 } from "uuid";
import { BundlerUnavailableError } from "../../chain/index.ts";
import type { BroadcastAttempt, RelayRequest, Submission } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { QueueContext } from "../context.ts";
import { LaneRefusedError } from "../errors.ts";
import { batchCall, batchGas } from "../lanes/batch.ts";
import { callTargets } from "../queue/call-targets.ts";
import { leaseRequests } from "../queue/lease-requests.ts";
import { failOver, releaseRequests, retryDelay } from "../queue/return-requests.ts";
import type { RelayerSettings } from "../settings.ts";
import { broadcast } from "./broadcast.ts";
import { leaseForSending, nonceSequenceOf, unfinishedOf, updateSequence } from "./lease-sequence.ts";
import { pollInterval, type Recorded, type Submitting } from "./submitting.ts";

/**
 * Sends one batch of what is due on a chain, by the first lane that is available and has a nonce sequence free. False where nothing is due, or there
 * is nothing to send it by.
 */
export async function sendRequests(
  context: QueueContext,
  services: ChainServices,
  settings: RelayerSettings,
): Promise<boolean> {
  for (const lane of services.lanes) {
    if (!lane.isAvailable()) continue;
    const sequence = await leaseForSending(context, services, lane);
    if (!sequence) continue;
    try {
      const requests = await leaseRequests(context, services, lane, settings.batchSize);
      const submitting = { context, services, settings, lane, sequence };
      if (requests.length > 0 && (await sendBatch(submitting, requests))) return true;
    } finally {
      await updateSequence(context.database, sequence, { leasedUntil: context.clock() });
    }
  }
  return false;
}

/** False where the lane does not answer, or refuses: then nothing was sent, and the requests are queued as before. */
async function sendBatch(submitting: Submitting, requests: readonly RelayRequest[]): Promise<boolean> {
  const { context, services, lane } = submitting;
  let recorded: Recorded;
  try {
    recorded = await record(submitting, requests);
  } catch (error) {
    if (error instanceof LaneRefusedError) await failOver(context, services, lane, requests, error.reason);
    else await releaseRequests(context, requests, error instanceof BundlerUnavailableError ? 0 : retryDelay);
    if (error instanceof LaneRefusedError || error instanceof BundlerUnavailableError) return false;
    throw error;
  }
  await broadcast(submitting, recorded);
  return true;
}

/** Signs the batch under the sequence's next nonce and records it, with the requests it carries: only then may it be sent. */
async function record(submitting: Submitting, requests: readonly RelayRequest[]): Promise<Recorded> {
  const { lane, sequence, services } = submitting;
  const { database, clock } = submitting.context;
  const nonce = await nextNonce(submitting);
  const targets = await callTargets(database, requests);
  const call = batchCall(
    requests.map(({ id, callData }) => ({
      to: targets.get(id) ?? services.router,
      value: 0n,
      data: callData,
    })),
  );
  const gas = batchGas(requests.map((request) => request.gas));
  const validUntil = new Date(Math.max(...requests.map((request) => request.validUntil.getTime())));
  const fees = await lane.fees();
  const job = { sequence: nonceSequenceOf(sequence), nonce, call, gas, fees, validUntil };
  const { hash, envelope } = await lane.sign(job);
  const now = clock();
  const submission: Submission = {
    id: uuidv7({ msecs: now.getTime() }),
    chainId: services.chain.id,
    lane: lane.name,
    ...nonceSequenceOf(sequence),
    nonce,
    status: "OPEN",
    callTarget: call.to,
    callData: call.data,
    gas,
    validUntil,
    landedAtBlock: null,
    createdAt: now,
  };
  const attempt: BroadcastAttempt = {
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
      nextPollAt: new Date(now.getTime() + pollInterval(services.chain.blockTime)),
    });
    await transaction.insertInto("relaySubmissions").values(submission).execute();
    await transaction.insertInto("relayAttempts").values(attempt).execute();
    await transaction
      .updateTable("relays")
      .set({ status: "SENT", submissionId: submission.id })
      .where(
        "id",
        "in",
        requests.map(({ id }) => id),
      )
      .where("status", "=", "QUEUED")
      .execute();
  });
  return { submission, attempt };
}

/** The database knows the next nonce while anything is under way; otherwise the chain does, whatever happened to the key elsewhere. */
async function nextNonce({ context, lane, sequence }: Submitting): Promise<bigint> {
  const unfinished = await unfinishedOf(context.database, sequence).limit(1).executeTakeFirst();
  return unfinished ? sequence.nextNonce : lane.nextNonce(nonceSequenceOf(sequence));
}
