import assert from "node:assert/strict";
import { newMandate, startMandateChain } from "../../test/mandates/mandate-chain.ts";
import { printTable } from "../table.ts";

/** Mandates of one payer, all due at once: 10.00 USDC each, of one allowance. */
const price = 10_000_000n;

/** What charging costs at the turn of a month: charges a second from the database to a block of a local chain, each simulated, in batches of the transaction lane. */
export async function benchCharges(size: number): Promise<boolean> {
  await using chain = await startMandateChain();
  const { call, database } = chain.server;
  const payer = await chain.newPayer(price * BigInt(size), price * BigInt(size));
  process.stderr.write(`${size} mandates …\n`);
  for (let made = 0; made < size; made += 1) {
    const { id } = await newMandate(chain, payer);
    const asked = await call("POST", `/v1/mandates/${id}/charges`, { period: 0 });
    assert.equal(asked.status, 201, JSON.stringify(asked.body));
  }
  const seconds = { hand: 0, send: 0, follow: 0 };
  const timed = async <Answer>(part: keyof typeof seconds, work: () => Promise<Answer>): Promise<Answer> => {
    const begun = performance.now();
    const answer = await work();
    seconds[part] += (performance.now() - begun) / 1_000;
    return answer;
  };
  let transactions = 0;
  while ((await timed("hand", () => chain.hand())) > 0) {
    transactions += await timed("send", () => chain.send());
    await timed("follow", () => chain.follow());
  }
  const charged = database.selectFrom("mandateCharges").select("id").where("status", "!=", "SCHEDULED");
  const all = (await charged.execute()).length;
  printTable(
    ["part", "seconds", "charges a second"],
    Object.entries(seconds).map(([part, took]) => [part, took.toFixed(1), (all / took).toFixed(0)]),
  );
  const whole = Object.values(seconds).reduce((sum, one) => sum + one, 0);
  console.log(`${all} charges in ${transactions} transactions, one worker: ${(all / whole).toFixed(0)} a second.`);
  await chain.settle();
  const differences = await chain.reconcile();
  return all === size && differences.length === 0;
}
