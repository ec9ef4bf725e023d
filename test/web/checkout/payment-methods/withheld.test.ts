import assert from "node:assert/strict";
import { test } from "node:test";
import { statuses } from "../../../../src/api/http/error-statuses.ts";
import { MethodRefusedError, SubmissionRefusedError } from "../../../../web/checkout/payment-methods/errors.ts";
import { withheldBy } from "../../../../web/checkout/payment-methods/withheld.ts";
import { say } from "../../../../web/shared/messages/index.ts";

test("withheldBy: whatever the API says of gas that it does not pay has words and says which methods it holds for", () => {
  const ofGas = Object.keys(statuses).filter((code) => /^(SPONSORSHIP|ATTEMPT|RELAY|CONTRACT_PAYER|PAYER)/.test(code));
  assert.equal(ofGas.length, 10);
  assert.deepEqual(Object.keys(withheldBy).toSorted(), ofGas.toSorted());
  for (const code of Object.keys(withheldBy)) assert.ok(code in statuses, code);
});

test("MethodRefusedError: what holds for several methods refuses all of them, and the page says why and what was chosen", () => {
  const delayed = new SubmissionRefusedError("ATTEMPT_DELAYED", "Earlier attempts failed.");
  const error = new MethodRefusedError("authorization", delayed);
  for (const method of ["authorization", "permit2", "paymentSignature", "smartAccount"] as const)
    assert.ok(error.refused.includes(method), method);
  assert.equal(error.refused.includes("approval"), false);
  const { key, values } = error.saidOf("permit");
  assert.match(
    say(key, values),
    /^Earlier attempts to pay this failed, .*Nothing has been paid\. Chosen instead: “Sign an allowance/,
  );
  // Where there is no other way.
  assert.match(say(error.said.key, error.said.values), /Try again in a few minutes, .* or pay by transfer\.$/);
});

test("MethodRefusedError: another wallet's sponsorship leaves the signatures that are relayed", () => {
  const cause = new SubmissionRefusedError("SPONSORSHIP_UNDER_WAY", "Another operation is sponsored.");
  const { refused } = new MethodRefusedError("smartAccount", cause);
  assert.ok(refused.includes("sponsoredBatch"));
  assert.equal(refused.includes("authorization"), false);
});
