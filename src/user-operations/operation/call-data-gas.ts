import { type Hex, hexToBytes } from "viem";

/** The gas of a transaction's call data. */
export function callDataGas(data: Hex): bigint {
  return hexToBytes(data).reduce((gas, byte) => gas + (byte === 0 ? 4n : 16n), 0n);
}
