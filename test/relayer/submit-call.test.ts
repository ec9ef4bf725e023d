import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { KyselyPlugin } from "kysely";
import { quoteOfPayment } from "../../src/quotes/payable-quote.ts";
import { submitAuthorization } from "../../src/relayer/submit-call.ts";
import { type RelayerChain, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

test("submitAuthorization: the payment's row is read twice, and one of these reads is the lock", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { quote, authorization } = await harness.sign();
  const reads: string[] = [];
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      const text = JSON.stringify(node, (_key, value) => (typeof value === "bigint" ? value.toString() : value));
      // Sums over relays join payments to leave some out.
      const isSum = text.includes('"name":"relays"') || text.includes('"name":"relay_reverts"');
      const names = text.includes('"name":"payments"') && !isSum;
      if (node.kind === "SelectQueryNode" && names) reads.push(text.includes("ForUpdate") ? "lock" : "read");
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const context = { ...harness.context, database: harness.context.database.withPlugin(counting) };
  const payable = await quoteOfPayment(context, quote.paymentId, quote.id);
  await submitAuthorization(context, services, payable, authorization);
  assert.deepEqual(reads, ["read", "lock"]);
});
