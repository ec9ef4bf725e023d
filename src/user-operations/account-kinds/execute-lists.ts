import { decodeFunctionData, type Hex, parseAbi } from "viem";
import type { Call } from "../../protocol/index.ts";
import { OperationRefusedError } from "../errors.ts";
import { isFunctionOf } from "./function-of.ts";

const abis = {
  "0.7": parseAbi([
    "function execute(address target, uint256 value, bytes data)",
    "function executeBatch(address[] targets, uint256[] values, bytes[] datas)",
  ]),
  "0.6": parseAbi([
    "function execute(address target, uint256 value, bytes data)",
    "function executeBatch(address[] targets, bytes[] datas)",
  ]),
} as const;

/** The calls of SimpleAccount before v0.8, whose batch is in lists: v0.6's carries no value, and v0.7's need not. */
export function decodeExecuteLists(version: keyof typeof abis, callData: Hex): readonly Call[] | undefined {
  const abi = abis[version];
  if (!isFunctionOf(abi, callData)) return undefined;
  const decoded = decodeFunctionData({ abi, data: callData });
  if (decoded.functionName === "execute") {
    const [to, value, data] = decoded.args;
    return [{ to, value, data }];
  }
  const [targets, values, datas] = decoded.args.length === 2 ? [decoded.args[0], [], decoded.args[1]] : decoded.args;
  if (targets.length !== datas.length || (values.length > 0 && values.length !== targets.length)) {
    throw new OperationRefusedError("The lists of executeBatch are not of one length.");
  }
  return targets.map((to, index) => ({ to, value: values[index] ?? 0n, data: datas[index] ?? "0x" }));
}
