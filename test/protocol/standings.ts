import fc from "fast-check";
import type { Part, Standing } from "../../src/protocol/index.ts";
import { addresses, words } from "./payments.ts";

/** Zero cannot be paid. */
const accounts = addresses.filter((address) => BigInt(address) !== 0n);

/** Splits that the contracts take: one to six parts that sum to the whole. */
export const splits: fc.Arbitrary<Part[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 5 })
  .chain((cuts) => {
    const bounds = [0, ...cuts.sort((a, b) => a - b), 10_000];
    const bps = bounds.slice(1).map((bound, index) => bound - (bounds[index] ?? 0));
    return fc
      .array(accounts, { minLength: bps.length, maxLength: bps.length })
      .map((recipients) => recipients.map((recipient, index) => ({ recipient, bps: bps[index] ?? 0 })));
  });

/** Any terms of a standing deposit address. */
export const standings: fc.Arbitrary<Standing> = fc.record({
  ref: words,
  chainId: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  parts: splits,
});
