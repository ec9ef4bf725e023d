import { type Abi, type Address, decodeFunctionResult, encodeFunctionData, type Hex, multicall3Abi } from "viem";
import { canonicalContracts } from "../protocol/index.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** Reads of one request: an answer stays small, and a node that bounds the gas of a call answers it. */
const maxReads = 300;

export type ContractRead = { readonly address: Address; readonly args: readonly unknown[] };

/**
 * Calls one view function of many contracts, through Multicall3, and answers the results in the order of the reads. Not by viem's `multicall`, whose
 * errors carry the data of all calls through every wrapper.
 */
export async function readMany<Result>(
  client: ChainClient,
  abi: Abi,
  functionName: string,
  reads: readonly ContractRead[],
): Promise<Result[]> {
  const results = await aggregateAll(client, abi, functionName, reads, false);
  return results.map(({ returnData: data }) => decodeFunctionResult({ abi, functionName, data }) as Result);
}

/** The same, where a contract may not know the function: null where it does not answer as it should. */
export async function tryMany<Result>(
  client: ChainClient,
  abi: Abi,
  functionName: string,
  reads: readonly ContractRead[],
): Promise<(Result | null)[]> {
  const results = await aggregateAll(client, abi, functionName, reads, true);
  return results.map(({ success, returnData: data }) => {
    if (!success) return null;
    try {
      return decodeFunctionResult({ abi, functionName, data }) as Result;
    } catch {
      return null;
    }
  });
}

type CallResult = { readonly success: boolean; readonly returnData: Hex };

async function aggregateAll(
  client: ChainClient,
  abi: Abi,
  functionName: string,
  reads: readonly ContractRead[],
  allowFailure: boolean,
): Promise<CallResult[]> {
  const chunks = Array.from({ length: Math.ceil(reads.length / maxReads) }, (_, index) =>
    reads.slice(index * maxReads, (index + 1) * maxReads),
  );
  const results = await Promise.all(chunks.map((chunk) => aggregate(client, abi, functionName, chunk, allowFailure)));
  return results.flat();
}

async function aggregate(
  client: ChainClient,
  abi: Abi,
  functionName: string,
  reads: readonly ContractRead[],
  allowFailure: boolean,
): Promise<CallResult[]> {
  const calls = reads.map(({ address, args }) => ({
    target: address,
    allowFailure,
    callData: encodeFunctionData({ abi, functionName, args }),
  }));
  const data = encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args: [calls] });
  const to = canonicalContracts.multicall3.address;
  const answer = await client.request({ method: "eth_call", params: [{ to, data }, "latest"] });
  return [...decodeFunctionResult({ abi: multicall3Abi, functionName: "aggregate3", data: answer })];
}
