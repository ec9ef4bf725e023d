import assert from "node:assert/strict";
import { test } from "node:test";
import { endAttempt, startAttempt } from "../../src/payments/attempts.ts";
import { startHarness } from "../support/payments-harness.ts";

test("endAttempt: a reason with NUL, halves of surrogate pairs or 10,000 characters is kept, legible and short", async () => {
  await using on = await startHarness();
  const cost = { dollars: 0n, budget: 0n };
  for (const [reason, kept] of [
    ["revert \0", "revert \u{FFFD}"],
    ["\ud800 refused", "\u{FFFD} refused"],
    [`${"a".repeat(499)}\u{1f9fe}`, `${"a".repeat(499)}\u{FFFD}`],
    ["b".repeat(10_000), "b".repeat(500)],
  ] as const) {
    const quote = await on.newQuote(await on.newPayment());
    await on.database.transaction().execute(async (transaction) => {
      await startAttempt(on, transaction, { kind: "SIGNATURE", quote, reference: quote.id, payer: null, cost });
      await endAttempt(transaction, quote.id, { outcome: "REFUSED", reason });
    });
    const stored = await on.database
      .selectFrom("attempts")
      .select("reason")
      .where("reference", "=", quote.id)
      .executeTakeFirstOrThrow();
    assert.equal(stored.reason, kept);
  }
});
