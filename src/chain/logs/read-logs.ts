import { type Address, BlockNotFoundError, getAbiItem, getAddress, type Hex } from "viem";
import { entryPoint08Abi } from "viem/account-abstraction";
import {
  depositAddressOfId,
  type EarlierEntryPoint,
  type EntryPointVersion,
  entryPoints,
  entryPointVersionAt,
  entryPointVersions,
  mandatesAbi,
  paymentRouterAbi,
  standingDepositsAbi,
} from "../../protocol/index.ts";
import type { ChainClient } from "../providers/chain-client.ts";
import type { Provider } from "../providers/provider.ts";
import type { ContractEvents, LogPosition, MandateCancellation } from "./contract-events.ts";

export const paymentSettled = getAbiItem({ abi: paymentRouterAbi, name: "PaymentSettled" });
export const depositReclaimed = getAbiItem({ abi: paymentRouterAbi, name: "DepositReclaimed" });
export const swept = getAbiItem({ abi: standingDepositsAbi, name: "Swept" });
export const mandateCharged = getAbiItem({ abi: mandatesAbi, name: "MandateCharged" });
export const mandateCancelled = getAbiItem({ abi: mandatesAbi, name: "MandateCancelled" });
export const allMandatesCancelled = getAbiItem({ abi: mandatesAbi, name: "AllMandatesCancelled" });
/** The same in v0.6, v0.7 and v0.8. */
export const userOperationEvent = getAbiItem({ abi: entryPoint08Abi, name: "UserOperationEvent" });

export type EarlierSponsors = Partial<Readonly<Record<EarlierEntryPoint, Address>>>;

/** The contracts whose events are recorded. */
export type WatchedContracts = {
  /** Of new quotes. */
  readonly router: Address;
  /** Those it replaced on this chain: payments that were quoted before still settle there. */
  readonly previousRouters?: readonly Address[] | undefined;
  /** At EntryPoint v0.8. */
  readonly gasSponsor: Address;
  /** Those at EntryPoints before it. */
  readonly earlierSponsors?: EarlierSponsors | undefined;
  /** Left out: there are no standing addresses. */
  readonly standingDeposits?: Address | undefined;
  /** Left out: there are no mandates. */
  readonly mandates?: Address | undefined;
};

/** The router of new quotes first. */
export function routersOf({
  router,
  previousRouters = [],
}: Pick<WatchedContracts, "router" | "previousRouters">): Address[] {
  return [router, ...previousRouters];
}

/** The sponsors, each with the EntryPoint where its deposit is, the newest first. */
export function sponsorsOf({
  gasSponsor,
  earlierSponsors,
}: Pick<WatchedContracts, "gasSponsor" | "earlierSponsors">): { version: EntryPointVersion; sponsor: Address }[] {
  const byVersion = { ...earlierSponsors, "0.8": gasSponsor };
  return entryPointVersions.flatMap((version) => {
    const sponsor = byVersion[version];
    return sponsor ? [{ version, sponsor }] : [];
  });
}

/** An endpoint to read from. */
export type LogSource = Pick<Provider, "name" | "client" | "isSuspect"> & Partial<Pick<Provider, "sameNode">>;

/** Block numbers, both included, or one block's hash. */
export type LogSpan = { readonly fromBlock: bigint; readonly toBlock: bigint } | { readonly blockHash: Hex };

/** Endpoints return different events for the same blocks: neither is trusted, and the blocks are read again. */
export class DisagreementError extends Error {
  override readonly name = "DisagreementError";
  constructor(providers: readonly LogSource[], span: LogSpan) {
    const names = providers.map(({ name }) => name).join(" and ");
    const blocks = "blockHash" in span ? `block ${span.blockHash}` : `blocks ${span.fromBlock} to ${span.toBlock}`;
    super(`${names} contradict each other about the events of ${blocks}: nothing is recorded until they agree.`);
  }
}

/** The node that was asked for events has not reached the blocks: its empty answer proves nothing. They are read again. */
export class LaggingNodeError extends Error {
  override readonly name = "LaggingNodeError";
  constructor({ name }: LogSource, blockNumber: bigint) {
    super(`A node of ${name} has not reached block ${blockNumber}, and was asked for its events: they are read again.`);
  }
}

/**
 * Our contracts' events of some blocks. Of several endpoints the first two have to agree, so that one alone can neither invent a payment nor omit one.
 * Where they disagree and there are more, all are asked, and the majority wins. Throws `DisagreementError`,
 * `LaggingNodeError`.
 */
export async function readLogs(
  providers: readonly LogSource[],
  contracts: WatchedContracts,
  span: LogSpan,
): Promise<ContractEvents> {
  const pair = providers.slice(0, 2);
  const [events, other] = await Promise.all(pair.map((source) => fetchEvents(source, contracts, span)));
  if (!events) throw new Error("There is no endpoint to read from.");
  if (other === undefined || fingerprint(events) === fingerprint(other)) {
    for (const provider of pair) provider.isSuspect = false;
    return events;
  }
  const rest = providers.slice(2);
  const more = await Promise.allSettled(rest.map((source) => fetchEvents(source, contracts, span)));
  const answers = pair.map((provider, index) => ({ provider, events: index === 0 ? events : other }));
  for (const [index, answer] of more.entries()) {
    const provider = rest[index];
    if (provider && answer.status === "fulfilled") answers.push({ provider, events: answer.value });
  }
  const votesFor = (some: ContractEvents) =>
    answers.filter((each) => fingerprint(each.events) === fingerprint(some)).length;
  const majority = answers.find((each) => votesFor(each.events) * 2 > answers.length);
  for (const each of answers) {
    each.provider.isSuspect = !majority || fingerprint(each.events) !== fingerprint(majority.events);
  }
  if (!majority) throw new DisagreementError(pair, span);
  return majority.events;
}

async function fetchEvents(source: LogSource, contracts: WatchedContracts, span: LogSpan): Promise<ContractEvents> {
  const client = source.sameNode?.() ?? source.client;
  const sponsors = sponsorsOf(contracts);
  const [routerLogs, operationLogs] = await Promise.all([
    client.getLogs({
      ...span,
      address: [...routersOf(contracts), contracts.standingDeposits, contracts.mandates].filter(
        (address) => address !== undefined,
      ),
      events: [paymentSettled, depositReclaimed, swept, mandateCharged, mandateCancelled, allMandatesCancelled],
      strict: true,
    }),
    client.getLogs({
      ...span,
      address: sponsors.map(({ version }) => entryPoints[version]),
      event: userOperationEvent,
      args: { paymaster: sponsors.map(({ sponsor }) => sponsor) },
      strict: true,
    }),
    // A range ends at the node's own head without an error. By hash, a node that lacks the block says so itself.
    "toBlock" in span ? requireBlock(source, client, span.toBlock) : undefined,
  ]);
  const times = await readTimes(client, [...routerLogs, ...operationLogs]);
  const chainId = client.chain?.id ?? 0;
  const position = ({ blockNumber, blockHash, transactionHash, logIndex }: MinedLog): LogPosition => ({
    chainId,
    blockNumber,
    blockHash,
    blockTime: times.get(blockHash) as Date,
    transactionHash,
    logIndex,
  });
  return {
    settlements: routerLogs.flatMap((log) => {
      if (log.eventName !== "PaymentSettled") return [];
      const { paymentId, merchant, token, payer, amount, fee } = log.args;
      return [
        {
          ...position(log),
          router: getAddress(log.address),
          onchainId: paymentId,
          merchant,
          token,
          payer,
          amount,
          fee,
        },
      ];
    }),
    reclaims: routerLogs.flatMap((log) => {
      if (log.eventName !== "DepositReclaimed") return [];
      const { paymentId, token, to, amount } = log.args;
      return [{ ...position(log), router: getAddress(log.address), onchainId: paymentId, token, to, amount }];
    }),
    sweeps: routerLogs.flatMap((log) => {
      if (log.eventName !== "Swept") return [];
      const { standingId, merchant, token, amount, fee } = log.args;
      const contract = getAddress(log.address);
      const payer = depositAddressOfId(standingId, contract);
      const event = { router: contract, onchainId: standingId, merchant, token, payer, amount, fee };
      return [{ ...position(log), ...event, isSweep: true as const }];
    }),
    charges: routerLogs.flatMap((log) => {
      if (log.eventName !== "MandateCharged") return [];
      const { mandateId, merchant, payer, token, period, amount, fee } = log.args;
      const event = { router: getAddress(log.address), onchainId: mandateId, merchant, token, payer, amount, fee };
      return [{ ...position(log), ...event, period, isCharge: true as const }];
    }),
    cancellations: routerLogs.flatMap((log): MandateCancellation[] => {
      if (log.eventName === "MandateCancelled") {
        return [{ ...position(log), payer: log.args.payer, onchainId: log.args.mandateId }];
      }
      return log.eventName === "AllMandatesCancelled"
        ? [{ ...position(log), payer: log.args.payer, onchainId: null }]
        : [];
    }),
    userOperations: operationLogs.map((log) => ({
      ...position(log),
      // Only these were asked.
      entryPoint: entryPointVersionAt(log.address) ?? "0.8",
      hash: log.args.userOpHash,
      sender: log.args.sender,
      nonce: log.args.nonce,
      actualGasCost: log.args.actualGasCost,
      success: log.args.success,
    })),
  };
}

/** Asks the node that answers for the logs, in the same HTTP request. */
export async function requireBlock(source: LogSource, client: ChainClient, blockNumber: bigint): Promise<void> {
  await client.getBlock({ blockNumber }).catch((error: unknown) => {
    throw error instanceof BlockNotFoundError ? new LaggingNodeError(source, blockNumber) : error;
  });
}

type MinedLog = Pick<LogPosition, "blockNumber" | "blockHash" | "transactionHash" | "logIndex"> & {
  /** Seconds. Many nodes return it with the log. */
  readonly blockTimestamp?: bigint | undefined;
};

async function readTimes(client: ChainClient, logs: readonly MinedLog[]): Promise<Map<Hex, Date>> {
  const times = new Map<Hex, Date>();
  for (const { blockHash, blockTimestamp } of logs) {
    if (blockTimestamp) times.set(blockHash, new Date(Number(blockTimestamp) * 1_000));
  }
  const unknown = [...new Set(logs.map(({ blockHash }) => blockHash))].filter((hash) => !times.has(hash));
  const blocks = await Promise.all(unknown.map((blockHash) => client.getBlock({ blockHash })));
  for (const { hash, timestamp } of blocks) times.set(hash, new Date(Number(timestamp) * 1_000));
  return times;
}

function fingerprint(events: ContractEvents): string {
  const { settlements, reclaims, sweeps, charges, cancellations, userOperations } = events;
  return JSON.stringify([settlements, reclaims, sweeps, charges, cancellations, userOperations], (_key, value) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}
