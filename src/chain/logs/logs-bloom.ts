import { type Hex, hexToBytes, keccak256 } from "viem";

/** Whether a block's Bloom filter (Yellow Paper, 4.4.1) admits an address or a topic. It has false positives, never false negatives. */
export function bloomAdmits(bloom: Hex, value: Hex): boolean {
  const bits = hexToBytes(bloom);
  const hash = hexToBytes(keccak256(value));
  return [0, 2, 4].every((at) => {
    const bit = (((hash[at] as number) << 8) | (hash[at + 1] as number)) & 2047;
    return ((bits[255 - (bit >> 3)] as number) & (1 << (bit & 7))) !== 0;
  });
}
