import { BundlerUnavailableError } from "../../chain/index.ts";
import type { Submission } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { RelayerContext } from "../context.ts";
import type { RelayerSettings } from "../settings.ts";
import { advanceSubmission } from "./advance-submission.ts";
import { closeSubmission, landSubmission, reopenSubmission } from "./conclude-submission.ts";
import { LeaseLostError, leaseForFollowing, unfinishedOf, updateSequence } from "./lease-sequence.ts";
import { pollInterval, type Submitting } from "./submitting.ts";

/**
 * Polls all submissions under way on a chain. The chain alone decides: a submission has landed once its nonce is used, and a request is confirmed once
 * its payment is settled, whatever node or bundler say. What is not included in time is sent again, replaced, or left to another lane.
 */
export async function followSubmissions(
  context: RelayerContext,
  services: ChainServices,
  settings: RelayerSettings,
): Promise<void> {
  const sequences = await leaseForFollowing(context, services);
  const outcomes = await Promise.allSettled(
    sequences.map(async (sequence) => {
      const lane = services.lanes.find(({ name }) => name === sequence.lane);
      try {
        if (lane) await followSequence({ context, services, settings, lane, sequence });
      } finally {
        await updateSequence(context.database, sequence, { leasedUntil: context.clock() });
      }
    }),
  );
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  const real = failures.filter((error) => !(error instanceof LeaseLostError));
  if (real.length > 0) throw new AggregateError(real, `${real.length} nonce sequences could not be polled.`);
}

async function followSequence(submitting: Submitting<RelayerContext>): Promise<void> {
  const { context, services, lane, sequence } = submitting;
  const { database, clock } = context;
  const used = await lane.nextNonce(sequence);
  // Read after the nonce: so it is no lower than the block that used it.
  const head = await services.client.getBlockNumber();
  const submissions = await unfinishedOf(database, sequence).orderBy("nonce").execute();
  const landed = submissions.filter(({ status, nonce }) => status === "LANDED" && nonce < used);
  const finalized = landed.length > 0 ? (await services.client.getBlock({ blockTag: "finalized" })).number : -1n;
  const failures: unknown[] = [];
  for (const submission of submissions) {
    try {
      await followSubmission(submitting, submission, { used, head, finalized });
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      // The other submissions do not wait for it. The next poll tries again.
      if (!(error instanceof BundlerUnavailableError)) failures.push(error);
    }
  }
  const left = await unfinishedOf(database, sequence).execute();
  const interval = pollInterval(services.chain.blockTime) * (left.some(({ status }) => status === "OPEN") ? 1 : 4);
  const nextPollAt = left.length > 0 ? new Date(clock().getTime() + interval) : null;
  await updateSequence(database, sequence, { nextPollAt });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} submissions could not be polled.`);
}

/** What the chain says of a sequence: the first nonce that is not used, the latest block, and the last final one. */
type ChainState = { readonly used: bigint; readonly head: bigint; readonly finalized: bigint };

async function followSubmission(
  submitting: Submitting<RelayerContext>,
  submission: Submission,
  { used, head, finalized }: ChainState,
): Promise<void> {
  const { nonce, status, landedAtBlock } = submission;
  if (nonce >= used) {
    if (status === "LANDED") await reopenSubmission(submitting.context, submission);
    await advanceSubmission(submitting, submission, nonce === used);
  } else if (status === "OPEN") await landSubmission(submitting, submission, head);
  else if ((landedAtBlock ?? head) <= finalized) await closeSubmission(submitting, submission);
}
