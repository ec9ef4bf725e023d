import type { Submission } from "../../store/index.ts";
import { otherLanes } from "../chain-services.ts";
import { moveToOtherLanes, requeueRequests } from "../queue/return-requests.ts";
import { attemptsOf } from "./attempts.ts";
import { broadcast, replace } from "./broadcast.ts";
import { unfinishedOf, updateSequence } from "./lease-sequence.ts";
import type { Submitting } from "./submitting.ts";

/**
 * Brings on a submission whose nonce is not used: sends again what nobody knows, and pays more for what waits too long. What a bundler does not get
 * included goes by another lane, if there is one. `isNext`: no earlier nonce is in its way.
 */
export async function advanceSubmission(
  submitting: Submitting,
  submission: Submission,
  isNext: boolean,
): Promise<void> {
  const { context, services, settings, lane } = submitting;
  const attempt = (await attemptsOf(context.database, submission)).at(-1);
  if (!attempt) return;
  const recorded = { submission, attempt };
  const waited = context.clock().getTime() - (attempt.sentAt ?? attempt.createdAt).getTime();
  const isLate = waited >= settings.inclusionTimeout;
  const hasOthers = otherLanes(services, lane).length > 0;
  // Should it be included after all, that costs its gas: an id settles once.
  if (isLate && lane.name === "bundler" && hasOthers) await moveToOtherLanes(context, lane, submission);
  if (!lane.isAvailable()) return;
  if (attempt.sentAt === null) return broadcast(submitting, recorded);
  if (!isLate) return;
  if (!(await lane.isPending(attempt.hash))) {
    if (await abandon(submitting, submission)) return;
    return broadcast(submitting, recorded);
  }
  const further = isNext ? await replace(submitting, recorded) : undefined;
  if (further) await broadcast(submitting, { submission, attempt: further });
}

/**
 * Gives up an operation that the bundler has forgotten, where no request needs it and no later nonce waits for it, or its sponsorship is over. Its nonce goes to
 * another. False where it is still needed.
 */
async function abandon({ context, lane, sequence }: Submitting, submission: Submission): Promise<boolean> {
  const { database, clock } = context;
  if (lane.name !== "bundler") return false;
  const requests = await database
    .selectFrom("relays")
    .selectAll()
    .where("submissionId", "=", submission.id)
    .where("status", "=", "SENT")
    .execute();
  const later = await unfinishedOf(database, sequence).where("nonce", ">", submission.nonce).executeTakeFirst();
  if ((requests.length > 0 || later) && submission.validUntil > clock()) return false;
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "WITHDRAWN" })
      .where("id", "=", submission.id)
      .execute();
    if (!later) await updateSequence(transaction, sequence, { nextNonce: submission.nonce });
    await requeueRequests({ ...context, database: transaction }, requests);
  });
  return true;
}
