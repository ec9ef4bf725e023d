import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Chain,
  chainByNetwork,
  chains,
  FinalityPolicyError,
  finalityRuleOf,
  formatFinalityRule,
  parseFinalityPolicy,
} from "../../src/protocol/index.ts";

const base = chainByNetwork("base") as Chain;
const ethereum = chainByNetwork("ethereum") as Chain;

test("a policy is read as it is written", () => {
  const text = "10: 2 seconds,100:1 block, 1000 : safe, 50000: finalized, finalized + 16 blocks";
  assert.deepEqual(parseFinalityPolicy(text, base), [
    { upTo: 10n, rule: { kind: "seconds", seconds: 2 } },
    { upTo: 100n, rule: { kind: "blocks", blocks: 1 } },
    { upTo: 1_000n, rule: { kind: "tag", tag: "safe" } },
    { upTo: 50_000n, rule: { kind: "tag", tag: "finalized" } },
    { upTo: null, rule: { kind: "tag", tag: "finalized", blocks: 16 } },
  ]);
  assert.deepEqual(parseFinalityPolicy("finalized", base), [{ upTo: null, rule: { kind: "tag", tag: "finalized" } }]);
});

test("every chain's own policy can be written and read again", () => {
  for (const chain of chains) {
    const text = chain.finality
      .map(({ upTo, rule }) => `${upTo === null ? "" : `${upTo}: `}${formatFinalityRule(rule)}`)
      .join(", ");
    assert.deepEqual(parseFinalityPolicy(text, chain), chain.finality, chain.name);
  }
});

const mistakes = [
  { title: "no bound before the last rule", chain: base, text: "2 blocks, finalized", says: /every rule but the last/ },
  { title: "a bound on the last rule", chain: base, text: "10: 2 blocks", says: /every rule but the last/ },
  { title: "nothing", chain: base, text: "", says: /is no rule/ },
  { title: "an unknown rule", chain: base, text: "justified", says: /"justified" is no rule/ },
  { title: "a number without a unit", chain: base, text: "12", says: /"12" is no rule/ },
  { title: "a fraction", chain: base, text: "0.5: 2 blocks, finalized", says: /./ },
  { title: "falling amounts", chain: base, text: "10: 2 blocks, 5: 3 blocks, finalized", says: /5 does not/ },
  { title: "the same amount twice", chain: base, text: "10: 2 blocks, 10: 3 blocks, finalized", says: /10 does not/ },
  { title: "safe where it means nothing", chain: ethereum, text: "safe", says: /Ethereum.*finalized/ },
];
for (const { title, chain, text, says } of mistakes) {
  test(`${title} is refused, and what is wrong is said`, () => {
    assert.throws(
      () => parseFinalityPolicy(text, chain),
      (error) => error instanceof FinalityPolicyError && says.test(error.message),
    );
  });
}

test("the tier that holds the amount decides, its bound included; an unknown token waits for the strictest", () => {
  const usdc = ethereum.tokens[0]?.address ?? "";
  assert.equal(formatFinalityRule(finalityRuleOf(ethereum, usdc, 10_000_000n)), "2 blocks");
  assert.equal(formatFinalityRule(finalityRuleOf(ethereum, usdc, 10_000_001n)), "12 blocks");
  assert.equal(
    formatFinalityRule(finalityRuleOf(ethereum, ethereum.tokens[0]?.address ?? "", 10n ** 12n)),
    "finalized",
  );
  assert.equal(
    formatFinalityRule(finalityRuleOf(ethereum, "0x00000000000000000000000000000000DeaDBeef", 1n)),
    "finalized",
  );
});
