import assert from "node:assert/strict";
import { test } from "node:test";
import { chainById, type Token, tokenBySymbol } from "../../../../src/protocol/index.ts";
import { noCapabilities } from "../../../../web/checkout/payment-methods/capabilities.ts";
import {
  holderOf,
  type MethodName,
  nativeTokenNeeded,
  possibleMethods,
} from "../../../../web/checkout/payment-methods/choose-method.ts";
import type { PayerFacts } from "../../../../web/checkout/payment-methods/inspect-payer.ts";

const total = 250_000_000n;
const payer = "0x1111111111111111111111111111111111111111";
const sponsored = { atomic: "ready", paymasterService: true, callsVersion: "2.0.0" } as const;
const batching = { ...sponsored, paymasterService: false };

/** A plain key with enough tokens and no native token, in a wallet without any capability. */
const facts = (changes: Partial<PayerFacts> = {}): PayerFacts => ({
  kind: "key",
  code: null,
  checksSignatures: false,
  balance: total,
  routerAllowance: 0n,
  permit2Allowance: 0n,
  nativeBalance: 0n,
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
const methods = (payerFacts: PayerFacts, of: Token, gasless = allSponsored) =>
  possibleMethods(payerFacts, of, total, gasless);

test("possibleMethods: what a token can do decides for a plain key", () => {
  assert.deepEqual(methods(facts(), usdc), ["authorization", "permit", "approval"]);
  assert.deepEqual(methods(facts(), polygonUsdt), ["permit", "approval"]);
  assert.deepEqual(methods(facts(), ethereumUsdt), ["approval"]);
});

test("possibleMethods: an allowance that stands makes a signature enough, and only from the total on", () => {
  assert.deepEqual(methods(facts({ permit2Allowance: total }), ethereumUsdt), ["permit2", "approval"]);
  assert.deepEqual(methods(facts({ permit2Allowance: total - 1n }), ethereumUsdt), ["approval"]);
  assert.deepEqual(methods(facts({ routerAllowance: total }), ethereumUsdt), ["paymentSignature", "approval"]);
  assert.deepEqual(methods(facts({ routerAllowance: total - 1n }), ethereumUsdt), ["approval"]);
  // It is there already: no permit is needed.
  assert.deepEqual(methods(facts({ routerAllowance: total }), polygonUsdt), ["paymentSignature", "approval"]);
});

test("possibleMethods: the gasless method that costs the relayer least comes first", () => {
  const all = facts({ routerAllowance: total, permit2Allowance: total, capabilities: sponsored });
  assert.deepEqual(methods(all, usdc), [
    "paymentSignature",
    "authorization",
    "permit2",
    "sponsoredBatch",
    "batch",
    "approval",
  ]);
});

test("possibleMethods: a batch is sponsored where the wallet lets somebody else pay, and asks for less than two transactions where not", () => {
  assert.deepEqual(methods(facts({ capabilities: sponsored }), ethereumUsdt), ["sponsoredBatch", "batch", "approval"]);
  assert.deepEqual(methods(facts({ capabilities: batching }), ethereumUsdt), ["batch", "approval"]);
  // A permit leaves the account as it is.
  assert.deepEqual(methods(facts({ capabilities: batching }), polygonUsdt), ["permit", "batch", "approval"]);
  const none = { ...sponsored, atomic: "unsupported" as const };
  assert.deepEqual(methods(facts({ capabilities: none }), ethereumUsdt), ["approval"]);
});

test("possibleMethods: what the API does not pay the gas of is not offered", () => {
  const smartAccount = { address: payer, balance: total } as const;
  const all = facts({
    balance: 0n,
    routerAllowance: total,
    permit2Allowance: total,
    capabilities: sponsored,
    smartAccount,
  });
  const noSignatures = { signatures: false, operations: true };
  assert.deepEqual(methods(all, usdc, noSignatures), ["sponsoredBatch", "smartAccount", "batch", "approval"]);
  const noOperations = { signatures: true, operations: false };
  assert.deepEqual(methods(all, usdc, noOperations), [
    "paymentSignature",
    "authorization",
    "permit2",
    "batch",
    "approval",
  ]);
});

test("possibleMethods: a key with borrowed code signs for a token only where that code checks signatures, and for our router always", () => {
  const allowed = { routerAllowance: total, permit2Allowance: total };
  const silent = facts({ kind: "delegated", ...allowed });
  assert.deepEqual(methods(silent, usdc), ["paymentSignature", "approval"]);
  const checking = facts({ kind: "delegated", checksSignatures: true, ...allowed });
  assert.deepEqual(methods(checking, usdc), ["paymentSignature", "authorization", "permit2", "approval"]);
});

test("possibleMethods: no paymaster is asked for an account whose code nobody here knows", () => {
  for (const kind of ["delegated", "contract"] as const) {
    const account = { kind, checksSignatures: true, capabilities: sponsored };
    const order = (code: PayerFacts["code"]) => methods(facts({ ...account, code }), usdc);
    assert.deepEqual(order("metaMask"), ["authorization", "sponsoredBatch", "batch", "approval"]);
    assert.deepEqual(order(null), ["authorization", "batch", "approval"]);
  }
});

test("possibleMethods: a contract signs by its own code, and never a permit, which wants a key", () => {
  const contract = facts({ kind: "contract", checksSignatures: true });
  assert.deepEqual(methods(contract, usdc), ["authorization", "approval"]);
  assert.deepEqual(methods(facts({ kind: "contract" }), usdc), ["approval"]);
});

test("possibleMethods: a smart wallet that is not deployed yet signs what nobody can check: it sends a batch", () => {
  const capabilities = { ...sponsored, atomic: "supported" } as const;
  assert.deepEqual(methods(facts({ capabilities, permit2Allowance: total }), usdc), [
    "sponsoredBatch",
    "batch",
    "approval",
  ]);
});

test("holderOf: money in the key's smart account is taken from there, and only when the key has too little", () => {
  const smartAccount = { address: "0x2222222222222222222222222222222222222222", balance: total } as const;
  const elsewhere = facts({ balance: total - 1n, smartAccount });
  assert.ok(methods(elsewhere, ethereumUsdt).includes("smartAccount"));
  assert.deepEqual(holderOf("smartAccount", { payer, facts: elsewhere }), smartAccount);
  assert.equal(holderOf("approval", { payer, facts: elsewhere }).address, payer);
  assert.equal(methods(facts({ smartAccount }), ethereumUsdt).includes("smartAccount"), false);
});

test("nativeTokenNeeded: only the payer's own transactions cost native tokens, the more the more there are", () => {
  const cost = (method: MethodName, changes: Partial<PayerFacts> = {}, sellers = 0, of = ethereumUsdt) =>
    nativeTokenNeeded(method, facts(changes), { ...of, total, sellers });
  for (const method of ["paymentSignature", "authorization", "permit2", "sponsoredBatch", "smartAccount"] as const) {
    assert.equal(cost(method), 0n);
  }
  const payOnly = cost("approval", { routerAllowance: total });
  assert.ok(payOnly > 0n);
  assert.ok(cost("approval") > payOnly);
  // Only where a token changes no allowance but from zero.
  assert.ok(cost("approval", { routerAllowance: 1n }) > cost("approval"));
  assert.equal(cost("approval", { routerAllowance: 1n }, 0, usdc), cost("approval"));
  assert.ok(cost("approval", {}, 5) > cost("approval"));
  assert.equal(cost("approval", { gasPrice: 2_000_000_000n }), 2n * cost("approval"));
  // A batch is one transaction, with an upgrade before it where the account is a plain key.
  const batch = (atomic: "ready" | "supported", of = usdc) =>
    cost("batch", { capabilities: { ...batching, atomic } }, 0, of);
  assert.ok(batch("supported") > cost("approval", {}, 0, usdc));
  assert.ok(batch("ready") > batch("supported"));
  assert.ok(batch("ready", ethereumUsdt) > batch("ready"));
  // Who pays for a contract's transactions is not for us to know.
  assert.equal(cost("approval", { kind: "contract" }), 0n);
});
