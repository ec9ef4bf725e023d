import { type Address, erc20Abi, getAbiItem, type Hex, parseEventLogs, TransactionReceiptNotFoundError } from "viem";
import type { ChainClient } from "../providers/chain-client.ts";
import type { LogPosition } from "./contract-events.ts";
import { type LogSource, requireBlock } from "./read-logs.ts";
import type { BlockSpan } from "./read-recipients.ts";

const transfer = getAbiItem({ abi: erc20Abi, name: "Transfer" });

/** A `Transfer` event of a token. */
export type TransferLog = LogPosition & {
  readonly token: Address;
  readonly from: Address;
  readonly to: Address;
  /** Base units. */
  readonly amount: bigint;
};

/** Whose transfers are asked for: of any of these tokens, from any of these senders to any of these recipients, or of everybody. Nodes take some hundreds of each. */
export type TransferFilter = {
  readonly tokens: readonly Address[];
  readonly senders?: readonly Address[] | undefined;
  readonly recipients?: readonly Address[] | undefined;
};

/** One whose block's time was not asked for. */
export type UntimedTransfer = Omit<TransferLog, "blockTime">;

/** Transfers in some blocks, according to a single endpoint. */
export async function readTransfers(
  client: ChainClient,
  filter: TransferFilter,
  span: BlockSpan,
): Promise<TransferLog[]> {
  return withBlockTimes(client, await readUntimed(client, filter, span));
}

/**
 * Transfers in some blocks that a node of the endpoint has reached: where it has not, it would answer an empty list. Their blocks' times would cost a request each.
 * Throws `LaggingNodeError`.
 */
export async function readReachedTransfers(
  source: LogSource,
  filter: TransferFilter,
  span: BlockSpan,
): Promise<UntimedTransfer[]> {
  const client = source.sameNode?.() ?? source.client;
  const [logs] = await Promise.all([readUntimed(client, filter, span), requireBlock(source, client, span.toBlock)]);
  return logs;
}

/** Asks for the times of transfers' blocks, once each. */
export async function withBlockTimes(client: ChainClient, logs: readonly UntimedTransfer[]): Promise<TransferLog[]> {
  const times = new Map<Hex, Date>();
  for (const hash of new Set(logs.map(({ blockHash }) => blockHash))) {
    const { timestamp } = await client.getBlock({ blockHash: hash });
    times.set(hash, new Date(Number(timestamp) * 1_000));
  }
  return logs.map((log) => ({ ...log, blockTime: times.get(log.blockHash) as Date }));
}

async function readUntimed(
  client: ChainClient,
  { tokens, senders, recipients }: TransferFilter,
  span: BlockSpan,
): Promise<UntimedTransfer[]> {
  const logs = await client.getLogs({
    ...span,
    address: [...tokens],
    event: transfer,
    args: { ...(senders && { from: [...senders] }), ...(recipients && { to: [...recipients] }) },
    strict: true,
  });
  return logs.map((log) => transferOf(client, log));
}

/** A transaction that is in a block, according to a single endpoint. */
export type MinedTransaction = {
  readonly isReverted: boolean;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly blockTime: Date;
  readonly transfers: readonly TransferLog[];
};

/** Null where the endpoint knows no such transaction, or it is in no block. */
export async function readMinedTransaction(client: ChainClient, hash: Hex): Promise<MinedTransaction | null> {
  const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  });
  if (receipt === null) return null;
  const { blockNumber, blockHash } = receipt;
  const { timestamp } = await client.getBlock({ blockHash });
  const blockTime = new Date(Number(timestamp) * 1_000);
  const logs = parseEventLogs({ abi: erc20Abi, eventName: "Transfer", logs: receipt.logs, strict: true });
  return {
    isReverted: receipt.status === "reverted",
    blockNumber,
    blockHash,
    blockTime,
    transfers: logs.map((log) => ({ ...transferOf(client, log), blockTime })),
  };
}

type MinedLog = {
  readonly address: Address;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
  readonly args: { readonly from: Address; readonly to: Address; readonly value: bigint };
};

function transferOf(client: ChainClient, log: MinedLog): UntimedTransfer {
  const { address, blockNumber, blockHash, transactionHash, logIndex, args } = log;
  const place = { chainId: client.chain?.id ?? 0, blockNumber, blockHash, transactionHash, logIndex };
  return { ...place, token: address, from: args.from, to: args.to, amount: args.value };
}
