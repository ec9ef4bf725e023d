import type { Hex } from "viem";
import type { SandboxTools } from "../../src/api/index.ts";
import { createMovableClock, type MovableClock } from "../../src/sandbox/tools/clock.ts";

const hash: Hex = `0x${"51".repeat(32)}`;

/** Tools where there is no chain: for what routes are asked for, and by whom. What they do on chains is tested on chains. */
export function toolsWithoutChains(clock: MovableClock = createMovableClock()): SandboxTools {
  return {
    customer: "0x00000000000000000000000000000000c0570e33",
    pay: async () => hash,
    transfer: async () => hash,
    balanceOf: async () => 0n,
    reorganize: async () => {},
    depthOf: async () => null,
    offset: clock.offset,
    async advance(milliseconds, meanwhile) {
      await meanwhile();
      clock.advance(milliseconds);
    },
    worldClock: () => new Date(),
  };
}
