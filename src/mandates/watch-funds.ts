import type { ChainServices } from "../relayer/index.ts";
import { leaseRows } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";
import { fundsInterval } from "./fail-charge.ts";
import { readFunds } from "./funds.ts";
import { secondsOf } from "./terms.ts";

const table = { table: "mandateCharges", key: ["id"], column: "fundsAt" } as const;

/** Charges of one run. */
const batchSize = 200;

/**
 * Reads the funds of payers whose charges wait for them: once they have changed since the last try, and would do, the charge is due at once. Answers
 * how many are.
 */
export async function watchFunds(context: MandatesContext, { client, chain }: ChainServices): Promise<number> {
  const { database, clock, mandates: contract } = context;
  if (contract === null) return 0;
  const now = clock();
  const waiting = await leaseRows(database, table, {
    now,
    duration: fundsInterval,
    choose: (rows) =>
      rows
        .where("chainId", "=", chain.id)
        .where("status", "=", "SCHEDULED")
        .where("closesAt", ">", now)
        .limit(batchSize),
  });
  if (waiting.length === 0) return 0;
  const mandates = await database
    .selectFrom("mandates")
    .select(["id", "payer", "tokenAddress"])
    .where(
      "id",
      "in",
      waiting.map(({ mandateId }) => mandateId),
    )
    .execute();
  const holderOf = new Map(
    mandates.flatMap(({ id, payer, tokenAddress: token }) => (payer === null ? [] : [[id, { payer, token }] as const])),
  );
  const charges = waiting.filter(({ mandateId }) => holderOf.has(mandateId));
  const holders = charges.flatMap(({ mandateId }) => holderOf.get(mandateId) ?? []);
  const funds = await readFunds(client, contract, holders, secondsOf(now));
  const due = charges.filter((charge, index) => {
    const found = funds[index];
    if (!found) return false;
    const hasChanged = found.balance !== charge.balance || found.allowance !== charge.allowance;
    return hasChanged && found.balance >= charge.amount && found.allowance >= charge.amount;
  });
  if (due.length > 0) {
    const ids = due.map(({ id }) => id);
    await database
      .updateTable("mandateCharges")
      .set({ dueAt: now })
      .where("id", "in", ids)
      .where("status", "=", "SCHEDULED")
      .execute();
  }
  return due.length;
}
