import { batchCall } from "../../src/relayer/index.ts";
import { printTable } from "../table.ts";
import { relayedCalls, whilePaying } from "./gas-calls.ts";
import { type GasStage, gasOf } from "./gas-stage.ts";

/** How many calls the relayer puts into one transaction here: alone, few, and many. */
const sizes = [1, 5, 20] as const;

export type BatchGasRow = { readonly path: string; readonly recipients: number; readonly gas: readonly bigint[] };

/** Gas of each payment in transactions of 1, 5 and 20, all first ones: a new flag, a new clone, a new word of state. */
export async function measureGasOfBatches(stage: GasStage): Promise<BatchGasRow[]> {
  const rows: BatchGasRow[] = [];
  let salt = 1;
  for (const [path, make] of Object.entries(relayedCalls)) {
    for (const recipients of [1, 6]) {
      const gas: bigint[] = [];
      // The first of each path warms up what stays for ever.
      for (const size of [1, ...sizes]) {
        const calls = [];
        for (let index = 0; index < size; index++) calls.push(await make(stage, recipients, salt++));
        const { to, data } = batchCall(calls);
        gas.push((await whilePaying(stage, size, () => gasOf(to, data))) / BigInt(size));
      }
      rows.push({ path, recipients, gas: gas.slice(1) });
    }
  }
  return rows;
}

export function printGasOfBatches(rows: readonly BatchGasRow[]): void {
  printTable(
    ["gas of one payment, relayed", "recipients", "alone", ...sizes.slice(1).map((size) => `in ${size}`)],
    rows.map(({ path, recipients, gas }) => [path, `${recipients} + fee`, ...gas.map((each) => `${each}`)]),
  );
}
