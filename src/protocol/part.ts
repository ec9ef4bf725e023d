import { type Address, isAddressEqual, zeroAddress } from "viem";
import { feeBasisPoints, maxSellers } from "./payment.ts";
import { feeOf, type SplitAmounts } from "./split.ts";

/** One recipient of a split in proportions: field for field the `Part` struct of the contracts. */
export type Part = {
  readonly recipient: Address;
  /** Gross, before the fee, in basis points of the whole. */
  readonly bps: number;
};

/** The whole, in basis points. */
export const wholeBasisPoints = 10_000;

/** The EIP-712 type of a part. */
export const partTypes = {
  Part: [
    { name: "recipient", type: "address" },
    { name: "bps", type: "uint16" },
  ],
} as const;

/**
 * Throws `RangeError` where `contract` would refuse the parts: one to six, each above zero, 10,000 basis points in all, to recipients that are
 * neither zero nor the contract itself.
 */
export function checkParts(parts: readonly Part[], contract: Address): void {
  if (parts.length === 0 || parts.length > maxSellers + 1) {
    throw new RangeError(`A split needs 1 to ${maxSellers + 1} parts, not ${parts.length}.`);
  }
  for (const [index, { recipient, bps }] of parts.entries()) {
    if (isAddressEqual(recipient, zeroAddress) || isAddressEqual(recipient, contract)) {
      throw new RangeError(`parts[${index}]: ${recipient} cannot be paid. Name an account of the recipient's.`);
    }
    if (!Number.isInteger(bps) || bps <= 0) {
      throw new RangeError(`parts[${index}]: ${bps} basis points. Leave out who gets nothing.`);
    }
  }
  const whole = parts.reduce((sum, { bps }) => sum + bps, 0);
  if (whole !== wholeBasisPoints) {
    throw new RangeError(`The parts sum to ${whole} basis points. They must sum to ${wholeBasisPoints}.`);
  }
}

/**
 * Divides `total` by parts with cumulative rounding, so that the gross amounts sum to it, and takes the fee off each: what a sweep or a charge of
 * that amount pays. Equal to the contracts' `Split.grossOf` and `Split.netOf`.
 */
export function partAmountsOf(
  parts: readonly Pick<Part, "bps">[],
  total: bigint,
  basisPoints = feeBasisPoints,
): SplitAmounts {
  const upTo = (bps: number) => (total * BigInt(bps)) / BigInt(wholeBasisPoints);
  let bpsBefore = 0;
  let fee = 0n;
  const net = parts.map(({ bps }) => {
    const gross = upTo(bpsBefore + bps) - upTo(bpsBefore);
    bpsBefore += bps;
    const taken = feeOf(gross, basisPoints);
    fee += taken;
    return gross - taken;
  });
  return { total, fee, net };
}
