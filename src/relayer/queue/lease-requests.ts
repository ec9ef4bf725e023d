import type { ExpressionBuilder } from "kysely";
import type { PaymentsContext } from "../../payments/index.ts";
import { leaseRows, type Relay, type Schema } from "../../store/index.ts";
import { OperationRevertsError } from "../../user-operations/index.ts";
import { type ChainServices, otherLanes } from "../chain-services.ts";
import type { RelayLane } from "../lanes/lane.ts";
import { simulateCall } from "../simulate-call.ts";

const requests = { table: "relays", key: ["id"], column: "dueAt" } as const;

/** A worker that has not come back by then has died: another takes its relays. Milliseconds. */
const lease = 60_000;

/** What was tried longer ago, or did not go through since, is tried again before it is sent. Milliseconds. */
const freshness = 3_000;

/** While the node cannot be asked. Milliseconds. */
const retryDelay = 2_000;

/** Time that is left to be included in, at least. Milliseconds. */
const inclusionTime = 2_000;

/**
 * Takes the relays that are due, at most `count` and no more than fit a batch of the lane. One that is to go alone comes alone. Those that would
 * fail as the chain is now are put off. Those that are to avoid the lane are left to others, while there are others.
 */
export async function claimRelays(
  context: PaymentsContext,
  relay: ChainServices,
  lane: RelayLane,
  count: number,
): Promise<Relay[]> {
  const claimed = await takeDue(context, relay, lane, count);
  const now = context.clock().getTime();
  const tried = await Promise.all(
    claimed.map(async (row) => {
      if (row.tries === 0 && now - row.simulatedAt.getTime() < freshness) return row;
      return tryAgain(context, relay, row);
    }),
  );
  const ready = tried.filter((row) => row !== undefined);
  let gas = 0n;
  const fitting = ready.filter((row, index) => {
    gas += row.gas;
    return index === 0 || gas <= (lane.mostGas * 3n) / 4n;
  });
  await releaseRelays(context, ready.slice(fitting.length));
  return fitting;
}

async function takeDue(
  { database, clock }: PaymentsContext,
  relay: ChainServices,
  lane: RelayLane,
  count: number,
): Promise<Relay[]> {
  const now = clock();
  const isOnly = otherLanes(relay, lane).length === 0;
  const isWanted = (row: ExpressionBuilder<Schema, "relays">) =>
    row.and([
      row("chainId", "=", relay.chain.id),
      row("status", "=", "QUEUED"),
      row("validUntil", ">", new Date(now.getTime() + inclusionTime)),
      ...(isOnly ? [] : [row.or([row("avoidLane", "is", null), row("avoidLane", "!=", lane.name)])]),
    ]);
  const wanted = database.selectFrom("relays").where(isWanted);
  const first = await wanted.select("alone").where("dueAt", "<=", now).orderBy("dueAt").limit(1).executeTakeFirst();
  if (!first) return [];
  const { alone } = first;
  return leaseRows(database, requests, {
    now,
    duration: lease,
    choose: (due) =>
      due
        .where(isWanted)
        .where("alone", "=", alone)
        .limit(alone ? 1 : count),
  });
}

/** The relay with the gas that it needs now; undefined where it would fail, and was put off. */
async function tryAgain(context: PaymentsContext, relay: ChainServices, row: Relay): Promise<Relay | undefined> {
  try {
    return { ...row, gas: await simulateCall(relay, row.callData) };
  } catch (error) {
    if (error instanceof OperationRevertsError && error.reason.startsWith("PaymentAlreadySettled")) {
      await confirm(context, row);
    } else if (error instanceof OperationRevertsError) await putOff(context, [row], error.reason);
    else await releaseRelays(context, [row], retryDelay);
    return undefined;
  }
}

/** Somebody else was quicker, or an earlier attempt of ours landed after all. */
async function confirm({ database }: PaymentsContext, { id }: Relay): Promise<void> {
  await database
    .updateTable("relays")
    .set({ status: "CONFIRMED" })
    .where("id", "=", id)
    .where("status", "=", "QUEUED")
    .execute();
}

/** Gives back relays that did not go through: the more often they do not, the longer they wait. Each goes by itself from then on. */
export async function putOff(
  { database, clock }: PaymentsContext,
  relays: readonly Relay[],
  failureReason: string,
  avoidLane?: RelayLane["name"],
): Promise<void> {
  for (const { id, tries } of relays) {
    const wait = Math.min(2 ** tries * 1_000, 60_000);
    await database
      .updateTable("relays")
      .set({ dueAt: new Date(clock().getTime() + wait), alone: true, tries: tries + 1, failureReason, avoidLane })
      .where("id", "=", id)
      .where("status", "=", "QUEUED")
      .execute();
  }
}

/**
 * Gives back relays that a lane will not have, though the chain would. They go by another, at once where none has refused them before, and else in
 * turns. Where there is no other they wait.
 */
export async function passOn(
  context: PaymentsContext,
  relay: ChainServices,
  lane: RelayLane,
  relays: readonly Relay[],
  failureReason: string,
): Promise<void> {
  if (otherLanes(relay, lane).length === 0) return putOff(context, relays, failureReason);
  const isFirst = ({ avoidLane }: Relay) => avoidLane === null;
  const ids = relays.filter(isFirst).map(({ id }) => id);
  if (ids.length > 0) {
    await context.database
      .updateTable("relays")
      .set((row) => ({ dueAt: context.clock(), avoidLane: lane.name, tries: row("tries", "+", 1), failureReason }))
      .where("id", "in", ids)
      .where("status", "=", "QUEUED")
      .execute();
  }
  const refusedBefore = relays.filter((row) => !isFirst(row));
  await putOff(context, refusedBefore, failureReason, lane.name);
}

/** Gives relays back that were taken and not sent. */
export async function releaseRelays(
  { database, clock }: PaymentsContext,
  relays: readonly Relay[],
  delay = 0,
): Promise<void> {
  if (relays.length === 0) return;
  const ids = relays.map(({ id }) => id);
  await database
    .updateTable("relays")
    .set({ dueAt: new Date(clock().getTime() + delay) })
    .where("id", "in", ids)
    .where("status", "=", "QUEUED")
    .execute();
}
