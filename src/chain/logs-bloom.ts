import { type Hex, hexToBytes, keccak256 } from "viem";

/** Asks a block's Bloom filter (Yellow Paper, 4.4.1) whether its logs may name an address or a topic. It errs on the side of yes alone. */
export function bloomAdmits(bloom: Hex, value: Hex): boolean {
  const bits = hexToBytes(bloom);
  const hash = hexToBytes(keccak256(value));
  return [0, 2, 4].every((at) => {
    const bit = (((hash[at] as number) << 8) | (hash[at + 1] as number)) & 2047;
    return ((bits[255 - (bit >> 3)] as number) & (1 << (bit & 7))) !== 0;
  });
}
