import { type Hex, hexToBytes, keccak256 } from "viem";

/** By what the code of a contract of ours is known, wherever it was deployed. */
export type KnownCode = {
  /** keccak256 of it, with zeros where something was fixed at deployment. */
  readonly codeHash: Hex;
  /** Where that is: words of 32 bytes. */
  readonly immutables: readonly number[];
};

const word = 32;

/** Whether a contract's code is this, whatever was fixed at its deployment. */
export function isCodeOf(code: Hex, { codeHash, immutables }: KnownCode): boolean {
  const bytes = hexToBytes(code);
  for (const start of immutables) bytes.fill(0, start, start + word);
  return keccak256(bytes) === codeHash;
}
