import { type Abi, type AbiFunction, type Hex, size, slice, toFunctionSelector } from "viem";

/** Whether call data is of one of these functions, by its selector. */
export function isFunctionOf(abi: Abi, callData: Hex): boolean {
  if (size(callData) < 4) return false;
  const selector = slice(callData, 0, 4);
  return abi.some((item) => item.type === "function" && toFunctionSelector(item as AbiFunction) === selector);
}
