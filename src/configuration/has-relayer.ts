import type { Configuration } from "./configuration.ts";

/** Whether there is a key to submit anything by: the same on every chain. */
export function hasRelayer({ relay: { lanes, accountKey, transactionKeys } }: Configuration): boolean {
  return lanes.some((name) => (name === "bundler" ? accountKey !== undefined : transactionKeys.length > 0));
}
