import { storableText } from "../../runtime/index.ts";
import type { RelayRequest, Submission } from "../../store/index.ts";
import { type ChainServices, otherLanes } from "../chain-services.ts";
import type { QueueContext } from "../context.ts";
import type { Lane } from "../lanes/lane.ts";

/** While the node does not answer. Milliseconds. */
export const retryDelay = 2_000;

/** Gives back leased requests that were not sent. */
export async function releaseRequests(
  { database, clock }: QueueContext,
  requests: readonly RelayRequest[],
  delay = 0,
): Promise<void> {
  if (requests.length === 0) return;
  const ids = requests.map(({ id }) => id);
  await database
    .updateTable("relays")
    .set({ dueAt: new Date(clock().getTime() + delay) })
    .where("id", "in", ids)
    .where("status", "=", "QUEUED")
    .execute();
}

/** Gives back requests that would revert, or that every lane refuses: exponential backoff, at most one minute. Each goes alone from then on. */
export async function backOff(
  { database, clock }: QueueContext,
  requests: readonly RelayRequest[],
  reason: string,
  avoidLane?: Lane["name"],
): Promise<void> {
  const failureReason = storableText(reason);
  for (const { id, tries } of requests) {
    const wait = Math.min(2 ** tries * 1_000, 60_000);
    const dueAt = new Date(clock().getTime() + wait);
    await database
      .updateTable("relays")
      .set({ dueAt, unbatchable: true, tries: tries + 1, failureReason, avoidLane })
      .where("id", "=", id)
      .where("status", "=", "QUEUED")
      .execute();
  }
}

/**
 * Gives back requests that a lane refuses, though the chain would include them. They go by another lane: at once where none has refused them before; else
 * the lanes alternate with backoff. Where there is no other lane they back off.
 */
export async function failOver(
  context: QueueContext,
  services: ChainServices,
  lane: Lane,
  requests: readonly RelayRequest[],
  reason: string,
): Promise<void> {
  if (otherLanes(services, lane).length === 0) return backOff(context, requests, reason);
  const failureReason = storableText(reason);
  const isFirst = ({ avoidLane }: RelayRequest) => avoidLane === null;
  const ids = requests.filter(isFirst).map(({ id }) => id);
  if (ids.length > 0) {
    await context.database
      .updateTable("relays")
      .set((row) => ({ dueAt: context.clock(), avoidLane: lane.name, tries: row("tries", "+", 1), failureReason }))
      .where("id", "in", ids)
      .where("status", "=", "QUEUED")
      .execute();
  }
  const refusedBefore = requests.filter((request) => !isFirst(request));
  await backOff(context, refusedBefore, reason, lane.name);
}

/** Queues the requests of a submission that its lane does not get included for the other lanes. */
export async function moveToOtherLanes(
  { database, clock }: QueueContext,
  lane: Lane,
  { id }: Submission,
): Promise<void> {
  await database
    .updateTable("relays")
    .set({ status: "QUEUED", submissionId: null, avoidLane: lane.name, dueAt: clock() })
    .where("submissionId", "=", id)
    .where("status", "=", "SENT")
    .execute();
}

/** Queues requests again that were sent without success. Each goes alone from then on, so that it can harm no other. */
export async function requeueRequests(
  { database, clock }: QueueContext,
  requests: readonly { readonly id: string }[],
): Promise<void> {
  if (requests.length === 0) return;
  const ids = requests.map(({ id }) => id);
  await database
    .updateTable("relays")
    .set({ status: "QUEUED", submissionId: null, unbatchable: true, dueAt: clock() })
    .where("id", "in", ids)
    .execute();
}
