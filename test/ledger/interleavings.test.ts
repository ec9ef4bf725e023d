import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { PaymentStateError, PaymentUnderWayError } from "../../src/payments/errors.ts";
import { expirePayments } from "../../src/payments/expire-payments.ts";
import { failUnlandablePayments } from "../../src/payments/fail-unlandable-payments.ts";
import { canMove } from "../../src/payments/status.ts";
import type { PaymentStatus } from "../../src/protocol/index.ts";
import type { Quote } from "../../src/store/index.ts";
import { type Harness, hashOf, minutes, operationOf, settlementOf, startHarness } from "../support/payments-harness.ts";
import { submitted } from "../support/submitted.ts";

const base = 8453;

/** What can happen to one payment, in any order. */
type Step =
  | { readonly kind: "quote" | "cancel" | "expire" | "finalize" | "rewind" | "failUnlandable" | "restart" }
  | { readonly kind: "pass"; readonly minutes: number }
  | { readonly kind: "settle"; readonly quote: number }
  | { readonly kind: "accept" | "revert"; readonly quote: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  // It takes a second on the embedded database.
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "restart" }) },
  { weight: 24, arbitrary: fc.record({ kind: fc.constant("settle" as const), quote: fc.nat(2) }) },
  {
    weight: 16,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), minutes: fc.integer({ min: 1, max: 40 }) }),
  },
  {
    weight: 16,
    arbitrary: fc.record({ kind: fc.constantFrom("accept" as const, "revert" as const), quote: fc.nat(2) }),
  },
  {
    weight: 48,
    arbitrary: fc.record({
      kind: fc.constantFrom("quote", "cancel", "expire", "finalize", "rewind", "failUnlandable"),
    }) as fc.Arbitrary<Step>,
  },
);

/** The payment is what it was, or one allowed step further; the events tell of every state that was passed, once and in order. */
async function play(harness: Harness, steps: readonly Step[], run: number): Promise<void> {
  let time = 0;
  harness.setTime(minutes(0));
  const id = await harness.newPayment();
  const { organizationId, mode } = await harness.database
    .selectFrom("payments")
    .select(["organizationId", "mode"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const quotes: Quote[] = [];
  const passed: PaymentStatus[] = ["ACTIVE"];
  let transactions = 0;
  await harness.mine(base);
  for (const each of steps) {
    const quote = "quote" in each ? quotes[each.quote % Math.max(1, quotes.length)] : undefined;
    if (each.kind === "quote") {
      await harness.newQuote(id).then(
        (made) => quotes.push(made),
        (error) => assert.ok(error instanceof PaymentStateError),
      );
    }
    if (each.kind === "cancel") {
      await cancelPayment(harness, id, { organizationId, mode }).catch((error) =>
        assert.ok(error instanceof PaymentStateError || error instanceof PaymentUnderWayError),
      );
    }
    if (each.kind === "pass") {
      time += each.minutes;
      harness.setTime(minutes(time));
      await harness.mine(base);
    }
    if (each.kind === "settle" && quote) {
      transactions += 1;
      await harness.mine(base, {
        settled: [settlementOf(quote, { transactionHash: hashOf(`${run}/${transactions}`) })],
      });
    }
    if (each.kind === "accept" && quote) await submitted(harness, quote, hashOf(`${run}/${quote.id}`));
    if (each.kind === "revert" && quote) {
      const hash = hashOf(`${run}/${quote.id}`);
      const log = {
        chainId: base,
        transactionHash: hash,
        logIndex: 1,
        blockNumber: 0n,
        blockHash: hash,
        blockTime: minutes(0),
      };
      await harness.mine(base, { operations: [operationOf({ ...log, hash, success: false })] });
    }
    if (each.kind === "restart") await harness.restart();
    if (each.kind === "expire") await expirePayments(harness);
    if (each.kind === "failUnlandable") await failUnlandablePayments(harness);
    if (each.kind === "finalize") await finalizeBlocks(harness, base, () => harness.cursor(base).blockNumber - 1n);
    if (each.kind === "rewind") {
      // Nothing final goes: the last block alone.
      const cursor = harness.cursor(base);
      await rewindBlocks(harness, base, { ...cursor, blockNumber: cursor.blockNumber - 1n });
      await harness.database.updateTable("chainCursors").set(cursor).where("chainId", "=", base).execute();
    }
    const now = (await harness.status(id)) as PaymentStatus;
    const before = passed.at(-1) as PaymentStatus;
    if (now !== before) {
      assert.ok(canMove(before, now), `${before} became ${now} by ${JSON.stringify(each)}`);
      passed.push(now);
    }
  }
  const told = {
    PROCESSING: "processing",
    SUCCESSFUL: "completed",
    FAILED: "failed",
    EXPIRED: "expired",
    CANCELLED: "cancelled",
  };
  const events = (await harness.events(id)).filter((type) => !/late|overpaid/.test(type));
  assert.deepEqual(
    events,
    passed.slice(1).map((status) => `payment.${told[status as keyof typeof told]}`),
  );
}

test("ledger: a payment only moves forward and every move is reported once, whatever happens in whatever order", async () => {
  await using harness = await startHarness();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      run += 1;
      await play(harness, steps, run);
    }),
    { numRuns: 60 },
  );
});
