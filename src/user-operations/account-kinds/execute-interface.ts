import { decodeFunctionData, type Hex, parseAbi } from "viem";
import type { Call } from "../../protocol/index.ts";
import { isFunctionOf } from "./function-of.ts";

const abi = parseAbi([
  "function execute(address target, uint256 value, bytes data)",
  "function executeBatch((address target, uint256 value, bytes data)[] calls)",
]);

/** The calls of `execute` and `executeBatch` as SimpleAccount of v0.8, Simple7702Account and Coinbase's wallet have them. */
export function decodeExecute(callData: Hex): readonly Call[] | undefined {
  if (!isFunctionOf(abi, callData)) return undefined;
  const { functionName, args } = decodeFunctionData({ abi, data: callData });
  if (functionName === "execute") return [{ to: args[0], value: args[1], data: args[2] }];
  return args[0].map(({ target, value, data }) => ({ to: target, value, data }));
}
