import type { ExpressionBuilder } from "kysely";
import { endAttempt } from "../../payments/index.ts";
import { type Chain, mandateCallsAbi, paymentRouterAbi, standingDepositsAbi } from "../../protocol/index.ts";
import { leaseRows, type RelayRequest, type Schema } from "../../store/index.ts";
import { OperationRevertsError } from "../../user-operations/index.ts";
import { type ChainServices, otherLanes } from "../chain-services.ts";
import type { QueueContext } from "../context.ts";
import { ContractPayerError } from "../errors.ts";
import type { Lane } from "../lanes/lane.ts";
import { checkPayerCode, type PayerCode, payerOf, readPayerCode } from "../payer-code.ts";
import { coveredRequests } from "../payers/covered-requests.ts";
import { simulateCall } from "../simulate-call.ts";
import { callTargets } from "./call-targets.ts";
import { backOff, releaseRequests, retryDelay } from "./return-requests.ts";

const requestTable = { table: "relays", key: ["id"], column: "dueAt" } as const;

/** A worker that has not come back by then has died: another leases its requests. Milliseconds. */
const leaseDuration = 60_000;

/** A request that was simulated longer ago, or did not land since, is simulated again before it is sent. Milliseconds. */
const freshness = 3_000;

/** A payment's request that would revert waits so often: three seconds in all. */
const mostTries = 2;

/** Time that is left to be included in, at least. Milliseconds. */
const timeToInclude = ({ blockTime }: Chain) => 2_000 + blockTime;

/**
 * Leases the requests that are due, at most `count` and no more than fit a batch of the lane. An unbatchable one comes alone. Those that would
 * revert as the chain is now back off. Those that avoid the lane are left to the other lanes, while there are any.
 */
export async function leaseRequests(
  context: QueueContext,
  services: ChainServices,
  lane: Lane,
  count: number,
): Promise<RelayRequest[]> {
  const leased = await leaseDue(context, services, lane, count);
  const now = context.clock().getTime();
  const simulated = await Promise.all(
    leased.map(async (request) => {
      if (request.tries === 0 && now - request.simulatedAt.getTime() < freshness) return request;
      return simulateAgain(context, services, request);
    }),
  );
  const allowed = await withoutRefusedPayers(
    context,
    services,
    simulated.filter((request) => request !== undefined),
  );
  const ready = await withoutUncovered(context, services, allowed);
  let gas = 0n;
  const fitting = ready.filter((request, index) => {
    gas += request.gas;
    return index === 0 || gas <= (lane.maxGas * 3n) / 4n;
  });
  await releaseRequests(context, ready.slice(fitting.length));
  return fitting;
}

/** Reads the payers' code once more just before their calls are sent: it may have become one whose signatures the merchant does not take. */
async function withoutRefusedPayers(
  context: QueueContext,
  services: ChainServices,
  requests: readonly RelayRequest[],
): Promise<RelayRequest[]> {
  const codes = await readPayerCodes(services, requests).catch(() => undefined);
  if (!codes) {
    await releaseRequests(context, requests, retryDelay);
    return [];
  }
  const kept: RelayRequest[] = [];
  for (const [index, request] of requests.entries()) {
    const code = codes[index] ?? "unknown";
    if (code !== "none" && (await isRefused(context, request, code))) {
      await refuse(context, request, "The payer's account has become a contract that nobody knows.");
    } else kept.push(request);
  }
  return kept;
}

/** Compares them with their payers' balances just before they are sent. What is on its way may change these: so what has to wait for that keeps its tries. */
async function withoutUncovered(
  context: QueueContext,
  services: ChainServices,
  requests: readonly RelayRequest[],
): Promise<RelayRequest[]> {
  const covered = await coveredRequests(context, services, requests).catch(() => undefined);
  if (!covered) {
    await releaseRequests(context, requests, retryDelay);
    return [];
  }
  await releaseRequests(context, covered.waiting, retryDelay);
  for (const request of covered.uncovered) {
    await giveUpOrWait(context, request, "The payer's balance does not pay this any more.");
  }
  return covered.ready;
}

/** By one request of the chain each: they are asked at once. */
function readPayerCodes(services: ChainServices, requests: readonly RelayRequest[]): Promise<PayerCode[]> {
  return Promise.all(
    requests.map(({ kind, callData }) => {
      const payer = kind === "SWEEP" || kind === "MANDATE" ? undefined : payerOf(callData);
      return payer === undefined ? "none" : readPayerCode(services, payer);
    }),
  );
}

async function isRefused(context: QueueContext, { quoteId }: RelayRequest, code: PayerCode): Promise<boolean> {
  if (quoteId === null) return false;
  const { paymentId } = await context.database
    .selectFrom("quotes")
    .select("paymentId")
    .where("id", "=", quoteId)
    .executeTakeFirstOrThrow();
  return checkPayerCode(context, { paymentId }, code).then(
    () => false,
    (error: unknown) => {
      if (error instanceof ContractPayerError) return true;
      throw error;
    },
  );
}

/** Gives a request up that nothing was sent for: its payment is free again at once. */
async function refuse({ database }: QueueContext, { id }: RelayRequest, reason: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const refused = await transaction
      .updateTable("relays")
      .set({ status: "EXPIRED", failureReason: reason })
      .where("id", "=", id)
      .where("status", "=", "QUEUED")
      .returning("id")
      .executeTakeFirst();
    if (refused) await endAttempt(transaction, id, { outcome: "REFUSED", reason });
  });
}

async function leaseDue(
  { database, clock }: QueueContext,
  services: ChainServices,
  lane: Lane,
  count: number,
): Promise<RelayRequest[]> {
  const now = clock();
  const isOnly = otherLanes(services, lane).length === 0;
  const isWanted = (row: ExpressionBuilder<Schema, "relays">) =>
    row.and([
      row("chainId", "=", services.chain.id),
      row("status", "=", "QUEUED"),
      row("validUntil", ">", new Date(now.getTime() + timeToInclude(services.chain))),
      ...(isOnly ? [] : [row.or([row("avoidLane", "is", null), row("avoidLane", "!=", lane.name)])]),
    ]);
  const first = await database
    .selectFrom("relays")
    .select("unbatchable")
    .where(isWanted)
    .where("dueAt", "<=", now)
    .orderBy("dueAt")
    .limit(1)
    .executeTakeFirst();
  if (!first) return [];
  const { unbatchable } = first;
  return leaseRows(database, requestTable, {
    now,
    duration: leaseDuration,
    choose: (due) =>
      due
        .where(isWanted)
        .where("unbatchable", "=", unbatchable)
        .limit(unbatchable ? 1 : count),
  });
}

/** What a request's call is of. */
const abis = {
  PAYMENT: paymentRouterAbi,
  RECLAIM: paymentRouterAbi,
  SWEEP: standingDepositsAbi,
  MANDATE: mandateCallsAbi,
} as const;

/** By which a contract says that what is asked for is done already. */
const doneReasons = ["PaymentAlreadySettled", "PeriodAlreadyCharged", "MandateIsCancelled"];

/** The request with the gas that it needs now; undefined where it would revert, and backs off. */
async function simulateAgain(
  context: QueueContext,
  services: ChainServices,
  request: RelayRequest,
): Promise<RelayRequest | undefined> {
  try {
    const targets = await callTargets(context.database, [request]);
    const to = targets.get(request.id) ?? services.router;
    const abi = abis[request.kind];
    const gas = await simulateCall(services, { to, data: request.callData, abi });
    if (gas <= request.gas * 2n) return { ...request, gas };
    await giveUpOrWait(context, request, `it would use ${gas} gas now, and ${request.gas} when it was accepted`);
    return undefined;
  } catch (error) {
    if (error instanceof OperationRevertsError && doneReasons.some((done) => error.reason.startsWith(done))) {
      await confirm(context, request);
    } else if (error instanceof OperationRevertsError) await giveUpOrWait(context, request, error.reason);
    else await releaseRequests(context, [request], retryDelay);
    return undefined;
  }
}

/** A node that lags may be wrong for a moment. What would still revert then is given up, so that it does not hold the payment's right to try. */
async function giveUpOrWait(context: QueueContext, request: RelayRequest, reason: string): Promise<void> {
  if (request.kind === "PAYMENT" && request.tries >= mostTries) await refuse(context, request, reason);
  else await backOff(context, [request], reason);
}

/** Somebody else has submitted the signature, or an earlier attempt of ours landed after all. */
async function confirm({ database }: QueueContext, { id }: RelayRequest): Promise<void> {
  await database
    .updateTable("relays")
    .set({ status: "CONFIRMED" })
    .where("id", "=", id)
    .where("status", "=", "QUEUED")
    .execute();
}
