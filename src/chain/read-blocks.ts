import { type Address, getAbiItem, type Hex } from "viem";
import { entryPoint08Abi } from "viem/account-abstraction";
import { canonicalContracts, paymentRouterAbi } from "../protocol/index.ts";
import type { ChainClient } from "./client.ts";
import type { BlockBatch, Cursor, LogPosition } from "./logs.ts";

const paymentSettled = getAbiItem({ abi: paymentRouterAbi, name: "PaymentSettled" });
const depositReclaimed = getAbiItem({ abi: paymentRouterAbi, name: "DepositReclaimed" });
const userOperationEvent = getAbiItem({ abi: entryPoint08Abi, name: "UserOperationEvent" });

/** The contracts whose events are read. */
export type WatchedContracts = { readonly router: Address; readonly gasSponsor: Address };

/** The block moved while it was read: read again. */
export class BlockMovedError extends Error {
  override readonly name = "BlockMovedError";
  constructor(blockNumber: bigint) {
    super(`Block ${blockNumber} was replaced while its events were read.`);
  }
}

/** The latest block, or the one with this number or tag. */
export async function readBlock(
  client: ChainClient,
  block: { blockNumber: bigint } | { blockTag: "latest" | "finalized" },
): Promise<Cursor> {
  const { number, hash, timestamp } = await client.getBlock(block);
  if (number === null || hash === null) throw new Error("The node answered with a pending block.");
  return { blockNumber: number, blockHash: hash, blockTime: new Date(Number(timestamp) * 1000) };
}

/** All events of ours from the block after `after` up to `to`. Throws `BlockMovedError` where `to` is not what it was any more. */
export async function readBlocks(
  client: ChainClient,
  contracts: WatchedContracts,
  after: Cursor,
  to: Cursor,
): Promise<BlockBatch> {
  const chainId = client.chain?.id ?? 0;
  const range = { fromBlock: after.blockNumber + 1n, toBlock: to.blockNumber, strict: true } as const;
  const [routerLogs, operationLogs] = await Promise.all([
    client.getLogs({ ...range, address: contracts.router, events: [paymentSettled, depositReclaimed] }),
    client.getLogs({
      ...range,
      address: canonicalContracts.entryPoint.address,
      event: userOperationEvent,
      args: { paymaster: contracts.gasSponsor },
    }),
  ]);
  const times = await readBlockTimes(client, [...routerLogs, ...operationLogs]);
  const now = await readBlock(client, { blockNumber: to.blockNumber });
  if (now.blockHash !== to.blockHash) throw new BlockMovedError(to.blockNumber);

  const position = ({ blockNumber, blockHash, transactionHash, logIndex }: MinedLog): LogPosition => ({
    chainId,
    blockNumber,
    blockHash,
    blockTime: times.get(blockHash) as Date,
    transactionHash,
    logIndex,
  });
  return {
    chainId,
    after,
    cursor: to,
    settlements: routerLogs.flatMap((log) => {
      if (log.eventName !== "PaymentSettled") return [];
      const { paymentId, merchant, token, payer, amount, fee } = log.args;
      return [{ ...position(log), onchainId: paymentId, merchant, token, payer, amount, fee }];
    }),
    reclaims: routerLogs.flatMap((log) => {
      if (log.eventName !== "DepositReclaimed") return [];
      const { paymentId, token, to, amount } = log.args;
      return [{ ...position(log), onchainId: paymentId, token, to, amount }];
    }),
    userOperations: operationLogs.map((log) => ({
      ...position(log),
      hash: log.args.userOpHash,
      success: log.args.success,
    })),
  };
}

type MinedLog = Pick<LogPosition, "blockNumber" | "blockHash" | "transactionHash" | "logIndex">;

async function readBlockTimes(client: ChainClient, logs: readonly MinedLog[]): Promise<Map<Hex, Date>> {
  const hashes = [...new Set(logs.map((log) => log.blockHash))];
  const blocks = await Promise.all(hashes.map((blockHash) => client.getBlock({ blockHash })));
  return new Map(blocks.map((block) => [block.hash, new Date(Number(block.timestamp) * 1000)]));
}
