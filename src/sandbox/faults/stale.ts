import { type Hex, hexToBigInt, isHex, numberToHex } from "viem";
import type { Ask, Fault } from "./fault.ts";

/** Methods whose last parameter is a block, with their number of parameters. */
const stateMethods: Readonly<Record<string, number>> = {
  eth_call: 2,
  eth_getBalance: 2,
  eth_getCode: 2,
  eth_getTransactionCount: 2,
  eth_getStorageAt: 3,
};

/** The chain stands still, `behind` blocks below the head at the first call, for every method: a node without peers, which answers quickly and with HTTP 200. */
export function stale(behind = 0): Fault {
  let frozen: Promise<FrozenChain> | undefined;
  return async (call, ask) => {
    frozen ??= freeze(ask, BigInt(behind));
    const { head, numberOf } = await frozen;
    const isAhead = (block: unknown) => isHex(block) && hexToBigInt(block) > head;
    const { method, params } = call;

    if (method === "eth_blockNumber") return { result: numberToHex(head) };
    if (method === "eth_getBlockByNumber") {
      const block = numberOf(params[0]);
      return isAhead(block) ? { result: null } : ask({ method, params: [block, ...params.slice(1)] });
    }
    if (method === "eth_getLogs") {
      const filter = params[0] as Record<string, unknown>;
      if (filter.blockHash !== undefined) {
        const block = await ask({ method: "eth_getBlockByHash", params: [filter.blockHash, false] });
        if ("result" in block && isAhead(block.result?.number))
          return { error: { code: -32000, message: "unknown block" } };
        return ask(call);
      }
      const fromBlock = numberOf(filter.fromBlock);
      if (isAhead(fromBlock)) return { result: [] };
      const toBlock = numberOf(filter.toBlock);
      return ask({
        method,
        params: [{ ...filter, fromBlock, toBlock: isAhead(toBlock) ? numberToHex(head) : toBlock }],
      });
    }
    const length = stateMethods[method];
    if (length !== undefined) {
      const block = numberOf(params[length - 1]);
      if (isAhead(block)) return { error: { code: -32000, message: "header not found" } };
      return ask({ method, params: [...params.slice(0, length - 1), block, ...params.slice(length)] });
    }
    const answer = await ask(call);
    // Blocks, transactions and receipts by hash: those of later blocks are unknown to this node.
    const block = "result" in answer ? (answer.result?.blockNumber ?? answer.result?.number) : undefined;
    return isAhead(block) ? { result: null } : answer;
  };
}

/**
 * One URL with two nodes behind it, of which either answers an HTTP request: one is current, the other stands still as by `stale`. Public endpoints are
 * so, where a node lags behind its neighbours for minutes. `random` answers numbers from 0 to 1.
 */
export function laggingNode(behind: number, random: () => number): Fault {
  const lagging = stale(behind);
  const isLagging = new Map<number, boolean>();
  return (call, ask) => {
    const { request = 0 } = call;
    const lags = isLagging.get(request) ?? random() < 0.5;
    isLagging.set(request, lags);
    return lags ? lagging(call, ask) : ask(call);
  };
}

type FrozenChain = {
  readonly head: bigint;
  /** A block's number in place of a tag; anything else as it is. */
  numberOf(block: unknown): unknown;
};

async function freeze(ask: Ask, behind: bigint): Promise<FrozenChain> {
  const at = async (tag: string): Promise<bigint> => {
    const answer = await ask({ method: "eth_getBlockByNumber", params: [tag, false] });
    const height = "result" in answer ? hexToBigInt(answer.result.number as Hex) - behind : 0n;
    return height > 0n ? height : 0n;
  };
  const [head, safe, finalized] = (await Promise.all(["latest", "safe", "finalized"].map(at))) as [
    bigint,
    bigint,
    bigint,
  ];
  const tags: Readonly<Record<string, bigint>> = { latest: head, pending: head, safe, finalized, earliest: 0n };
  return {
    head,
    numberOf(block = "latest") {
      const height = typeof block === "string" ? tags[block] : undefined;
      return height === undefined ? block : numberToHex(height);
    },
  };
}
