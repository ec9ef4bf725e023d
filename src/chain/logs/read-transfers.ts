import { type Address, erc20Abi, getAbiItem, type Hex, parseEventLogs, TransactionReceiptNotFoundError } from "viem";
import type { ChainClient } from "../providers/chain-client.ts";
import type { LogPosition } from "./contract-events.ts";
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

/** Whose transfers are asked for: of any of these tokens, from any of these senders to any of these recipients. Nodes take some hundreds of each. */
export type TransferFilter = {
  readonly tokens: readonly Address[];
  readonly senders: readonly Address[];
  readonly recipients: readonly Address[];
};

/** Transfers in some blocks, according to a single endpoint. */
export async function readTransfers(
  client: ChainClient,
  { tokens, senders, recipients }: TransferFilter,
  span: BlockSpan,
): Promise<TransferLog[]> {
  const logs = await client.getLogs({
    ...span,
    address: [...tokens],
    event: transfer,
    args: { from: [...senders], to: [...recipients] },
    strict: true,
  });
  const times = new Map<Hex, Date>();
  for (const hash of new Set(logs.map(({ blockHash }) => blockHash))) {
    const { timestamp } = await client.getBlock({ blockHash: hash });
    times.set(hash, new Date(Number(timestamp) * 1_000));
  }
  return logs.map((log) => ({ ...transferOf(client, log), blockTime: times.get(log.blockHash) as Date }));
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

function transferOf(client: ChainClient, log: MinedLog): Omit<TransferLog, "blockTime"> {
  const { address, blockNumber, blockHash, transactionHash, logIndex, args } = log;
  const place = { chainId: client.chain?.id ?? 0, blockNumber, blockHash, transactionHash, logIndex };
  return { ...place, token: address, from: args.from, to: args.to, amount: args.value };
}
