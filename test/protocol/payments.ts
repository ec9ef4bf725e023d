import fc from "fast-check";
import type { Address, Hex } from "viem";
import type { PaymentTerms, Share } from "../../src/protocol/index.ts";

const hexadecimal = (bytes: number) =>
  fc
    .bigInt({ min: 0n, max: 2n ** BigInt(8 * bytes) - 1n })
    .map((value): Hex => `0x${value.toString(16).padStart(2 * bytes, "0")}`);

const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });

export const words: fc.Arbitrary<Hex> = hexadecimal(32);

export const addresses: fc.Arbitrary<Address> = hexadecimal(20);

/** Any payment that fits the struct, sensible or not. */
export const payments: fc.Arbitrary<PaymentTerms> = fc.record({
  uuid: words,
  chainId: uint256,
  token: addresses,
  deadline: uint256,
  refundTo: addresses,
  shares: fc.array(fc.record<Share>({ recipient: addresses, amount: uint256 }), { minLength: 1, maxLength: 6 }),
});
