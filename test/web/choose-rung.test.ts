import assert from "node:assert/strict";
import { test } from "node:test";
import { chainById, type Token, tokenBySymbol } from "../../src/protocol/index.ts";
import { noCapabilities } from "../../web/src/ladder/capabilities.ts";
import { coinNeeded, holderOf, possibleRungs, type RungName } from "../../web/src/ladder/choose-rung.ts";
import type { PayerFacts } from "../../web/src/ladder/look-at-payer.ts";

const total = 250_000_000n;
const payer = "0x1111111111111111111111111111111111111111";
const sponsored = { atomic: "ready", paymasterService: true } as const;

/** A plain key with enough tokens and no coin, in a wallet without any capability. */
const facts = (changes: Partial<PayerFacts> = {}): PayerFacts => ({
  kind: "key",
  checksSignatures: false,
  balance: total,
  routerAllowance: 0n,
  permit2Allowance: 0n,
  coin: 0n,
  gasPrice: 1_000_000_000n,
  capabilities: noCapabilities,
  smartAccount: { address: "0x2222222222222222222222222222222222222222", balance: 0n },
  ...changes,
});

function token(chainId: number, symbol: string): Token {
  const chain = chainById(chainId);
  const found = chain && tokenBySymbol(chain, symbol);
  assert.ok(found);
  return found;
}
const usdc = token(8453, "USDC");
const polygonUsdt = token(137, "USDT");
const ethereumUsdt = token(1, "USDT");

const allSponsored = { signatures: true, operations: true };
const rungs = (payerFacts: PayerFacts, of: Token, gasless = allSponsored) =>
  possibleRungs(payerFacts, of, total, gasless);

test("what a token can do decides for a plain key", () => {
  assert.deepEqual(rungs(facts(), usdc), ["authorization", "permit", "approval"]);
  assert.deepEqual(rungs(facts(), polygonUsdt), ["permit", "approval"]);
  assert.deepEqual(rungs(facts(), ethereumUsdt), ["approval"]);
});

test("an allowance that stands makes a signature enough, and only from the total on", () => {
  assert.deepEqual(rungs(facts({ permit2Allowance: total }), ethereumUsdt), ["permit2", "approval"]);
  assert.deepEqual(rungs(facts({ permit2Allowance: total - 1n }), ethereumUsdt), ["approval"]);
  assert.deepEqual(rungs(facts({ routerAllowance: total }), ethereumUsdt), ["paymentSignature", "approval"]);
  assert.deepEqual(rungs(facts({ routerAllowance: total - 1n }), ethereumUsdt), ["approval"]);
  // It is there already: no permit is needed.
  assert.deepEqual(rungs(facts({ routerAllowance: total }), polygonUsdt), ["paymentSignature", "approval"]);
});

test("the gasless rung that costs the relayer least comes first", () => {
  const all = facts({ routerAllowance: total, permit2Allowance: total, capabilities: sponsored });
  assert.deepEqual(rungs(all, usdc), ["paymentSignature", "authorization", "permit2", "sponsoredBatch", "approval"]);
});

test("a batch needs both: all or nothing, and somebody else's gas", () => {
  assert.deepEqual(rungs(facts({ capabilities: sponsored }), ethereumUsdt), ["sponsoredBatch", "approval"]);
  for (const capabilities of [
    { ...sponsored, paymasterService: false },
    { ...sponsored, atomic: "unsupported" as const },
  ]) {
    assert.deepEqual(rungs(facts({ capabilities }), ethereumUsdt), ["approval"]);
  }
});

test("what the API does not pay the gas of is not offered", () => {
  const smartAccount = { address: payer, balance: total } as const;
  const all = facts({
    balance: 0n,
    routerAllowance: total,
    permit2Allowance: total,
    capabilities: sponsored,
    smartAccount,
  });
  const noSignatures = { signatures: false, operations: true };
  assert.deepEqual(rungs(all, usdc, noSignatures), ["sponsoredBatch", "smartAccount", "approval"]);
  const noOperations = { signatures: true, operations: false };
  assert.deepEqual(rungs(all, usdc, noOperations), ["paymentSignature", "authorization", "permit2", "approval"]);
});

test("a key with borrowed code signs for a token only where that code checks signatures, and for our router always", () => {
  const allowed = { routerAllowance: total, permit2Allowance: total };
  const silent = facts({ kind: "delegated", ...allowed });
  assert.deepEqual(rungs(silent, usdc), ["paymentSignature", "approval"]);
  const checking = facts({ kind: "delegated", checksSignatures: true, ...allowed });
  assert.deepEqual(rungs(checking, usdc), ["paymentSignature", "authorization", "permit2", "approval"]);
});

test("a contract signs by its own code, and never a permit, which wants a key", () => {
  const contract = facts({ kind: "contract", checksSignatures: true });
  assert.deepEqual(rungs(contract, usdc), ["authorization", "approval"]);
  assert.deepEqual(rungs(facts({ kind: "contract" }), usdc), ["approval"]);
});

test("a smart wallet that is not deployed yet signs what nobody can check: it sends a batch", () => {
  const capabilities = { atomic: "supported", paymasterService: true } as const;
  assert.deepEqual(rungs(facts({ capabilities, permit2Allowance: total }), usdc), ["sponsoredBatch", "approval"]);
});

test("money in the key's smart account is taken from there, and only when the key has too little", () => {
  const smartAccount = { address: "0x2222222222222222222222222222222222222222", balance: total } as const;
  const elsewhere = facts({ balance: total - 1n, smartAccount });
  assert.ok(rungs(elsewhere, ethereumUsdt).includes("smartAccount"));
  assert.deepEqual(holderOf("smartAccount", { payer, facts: elsewhere }), smartAccount);
  assert.equal(holderOf("approval", { payer, facts: elsewhere }).address, payer);
  assert.equal(rungs(facts({ smartAccount }), ethereumUsdt).includes("smartAccount"), false);
});

test("only the payer's own transactions cost coin, the more the more there are", () => {
  const cost = (rung: RungName, changes: Partial<PayerFacts> = {}, sellers = 0, of = ethereumUsdt) =>
    coinNeeded(rung, facts(changes), { ...of, total, sellers });
  for (const rung of ["paymentSignature", "authorization", "permit2", "sponsoredBatch", "smartAccount"] as const) {
    assert.equal(cost(rung), 0n);
  }
  const payOnly = cost("approval", { routerAllowance: total });
  assert.ok(payOnly > 0n);
  assert.ok(cost("approval") > payOnly);
  // Only where a token changes no allowance but from zero.
  assert.ok(cost("approval", { routerAllowance: 1n }) > cost("approval"));
  assert.equal(cost("approval", { routerAllowance: 1n }, 0, usdc), cost("approval"));
  assert.ok(cost("approval", {}, 5) > cost("approval"));
  assert.equal(cost("approval", { gasPrice: 2_000_000_000n }), 2n * cost("approval"));
  // Who pays for a contract's transactions is not for us to know.
  assert.equal(cost("approval", { kind: "contract" }), 0n);
});
