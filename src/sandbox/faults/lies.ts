import { type Address, type Hex, hexToBigInt, isAddressEqual, keccak256, numberToHex } from "viem";
import type { Fault, RpcAnswer } from "./fault.ts";

/** Answers no logs at all: a node with a broken log index, as seen at several providers after upgrades. */
export const omitsLogs: Fault = async (call, ask) => (call.method === "eth_getLogs" ? { result: [] } : ask(call));

/** A log that no transaction made. */
export type InventedLog = {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly transactionHash: Hex;
  readonly blockNumber: bigint;
};

/**
 * Adds invented logs to real blocks, as a compromised provider would. The lie is consistent: the invented transaction has a receipt, and the blocks' Bloom
 * filters admit every log.
 */
export function inventsLogs(logs: readonly InventedLog[]): Fault {
  return async (call, ask) => {
    const { method, params } = call;
    const asRpc = async (log: InventedLog) => {
      const block = await ask({ method: "eth_getBlockByNumber", params: [numberToHex(log.blockNumber), false] });
      const found = "result" in block ? block.result : null;
      const { address, topics, data, transactionHash } = log;
      return {
        ...{ address, topics, data, transactionHash, removed: false },
        ...{ blockNumber: numberToHex(log.blockNumber), blockHash: found?.hash, blockTimestamp: found?.timestamp },
        ...{ transactionIndex: "0x0", logIndex: "0x0" },
      };
    };
    if (method === "eth_getTransactionReceipt") {
      const mine = logs.filter(({ transactionHash }) => transactionHash === params[0]);
      const [first] = mine;
      if (!first) return ask(call);
      const made = await Promise.all(mine.map(asRpc));
      const { blockHash, blockNumber, transactionIndex } = made[0] as Awaited<ReturnType<typeof asRpc>>;
      const { address: to, transactionHash } = first;
      return {
        result: {
          ...{ blockHash, blockNumber, transactionIndex, transactionHash, to, from: to, contractAddress: null },
          ...{ logs: made, logsBloom: everything, status: "0x1", type: "0x2" },
          ...{ gasUsed: "0x30d40", cumulativeGasUsed: "0x30d40", effectiveGasPrice: "0x1" },
        },
      };
    }
    const answer = await ask(call);
    if (!("result" in answer) || answer.result === null) return answer;
    if (method === "eth_getLogs") {
      const added = await Promise.all(logs.map(asRpc));
      return { result: [...answer.result, ...added.filter((log) => isAskedFor(params[0] as LogFilter, log))] };
    }
    if (method === "eth_getBlockByNumber" || method === "eth_getBlockByHash") {
      const isTouched = logs.some(({ blockNumber }) => blockNumber === hexToBigInt(answer.result.number));
      return isTouched ? { result: { ...answer.result, logsBloom: everything } } : answer;
    }
    return answer;
  };
}

/** A Bloom filter that admits everything. */
const everything: Hex = `0x${"ff".repeat(256)}`;

type LogFilter = {
  readonly fromBlock?: string;
  readonly toBlock?: string;
  readonly blockHash?: Hex;
  readonly address?: Address | readonly Address[];
  readonly topics?: readonly (Hex | readonly Hex[] | null)[];
};

type RpcLog = Pick<InventedLog, "address" | "topics"> & { readonly blockNumber: Hex; readonly blockHash: Hex };

function isAskedFor({ fromBlock, toBlock, blockHash, address, topics = [] }: LogFilter, log: RpcLog): boolean {
  const height = hexToBigInt(log.blockNumber);
  // Tags count as no bound: no invented log is above the head.
  const bound = (block: string | undefined, otherwise: bigint) => (block?.startsWith("0x") ? BigInt(block) : otherwise);
  const inRange = height >= bound(fromBlock, 0n) && height <= bound(toBlock, height);
  const addresses = address === undefined ? [log.address] : [address].flat();
  return (
    (blockHash === undefined ? inRange : blockHash === log.blockHash) &&
    addresses.some((each) => isAddressEqual(each as Address, log.address)) &&
    topics.every((topic, index) => topic === null || [topic].flat().includes(log.topics[index] as Hex))
  );
}

/**
 * Every block from a height on has another hash: the node follows another fork, as after a chain split, or invents the chain. It is consistent in itself:
 * parents match, and blocks and logs are found by its own hashes.
 */
export function servesAnotherFork(since: bigint): Fault {
  const realOf = new Map<string, Hex>();
  const disguise = (hash: Hex): Hex => {
    const other = keccak256(hash);
    realOf.set(other, hash);
    return other;
  };
  /** Rewrites every object: blocks, and whatever names its block. */
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rewrite(part)]));
    const isForked = (height: unknown, above = 0n) => typeof height === "string" && BigInt(height) >= since + above;
    if (isForked(copy.blockNumber) && copy.blockHash) copy.blockHash = disguise(copy.blockHash as Hex);
    if (copy.parentHash && isForked(copy.number)) {
      copy.hash = disguise(copy.hash as Hex);
      if (isForked(copy.number, 1n)) copy.parentHash = disguise(copy.parentHash as Hex);
    }
    return copy;
  };
  const undo = (value: unknown): unknown => {
    if (typeof value === "string") return realOf.get(value) ?? value;
    if (Array.isArray(value)) return value.map(undo);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, undo(part)]));
  };
  return async ({ method, params }, ask) => {
    const answer = await ask({ method, params: undo(params) as unknown[] });
    return "result" in answer ? ({ result: rewrite(answer.result) } satisfies RpcAnswer) : answer;
  };
}
