import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, encodeFunctionData, erc20Abi, type Hex, multicall3Abi, numberToHex } from "viem";
import { checkedParameters } from "../../src/api/rpc/chain-calls.ts";
import { canonicalContracts } from "../../src/protocol/index.ts";
import { multicall3Code } from "../../src/sandbox/artifacts.ts";

const router: Address = "0x1111111111111111111111111111111111111111";
const token: Address = "0x2222222222222222222222222222222222222222";
const stranger: Address = "0x3333333333333333333333333333333333333333";
const targets = { routers: [router], tokens: [token] };
const { multicall3, entryPoint, permit2, simpleAccountFactory } = canonicalContracts;

const balanceOf = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [stranger] });
const call = (fields: object, ...more: unknown[]) =>
  checkedParameters("eth_call", [{ to: token, data: balanceOf, ...fields }, "latest", ...more], targets);
const batch = (to: Address, data: Hex = balanceOf) =>
  encodeFunctionData({
    abi: multicall3Abi,
    functionName: "aggregate3",
    args: [[{ target: to, allowFailure: true, callData: data }]],
  });
const refused = { name: "RpcError", code: -32602 };

test("checkedParameters: calls to what pays this payment are passed on, with their gas capped", () => {
  for (const to of [token, router, permit2.address, entryPoint.address, simpleAccountFactory.address]) {
    assert.deepEqual(call({ to }), [{ to, data: balanceOf, gas: numberToHex(3_000_000) }, "latest"]);
  }
  assert.deepEqual(call({ gas: "0x5208", from: stranger }), [
    { from: stranger, to: token, data: balanceOf, gas: "0x5208" },
    "latest",
  ]);
  const [{ gas }] = call({ gas: numberToHex(1_000_000_000) }) as [{ gas: Hex }];
  assert.equal(gas, numberToHex(3_000_000));
});

test("checkedParameters: another contract is not called, not in a batch, and not as code without an address", () => {
  assert.throws(() => call({ to: stranger }), refused);
  assert.throws(() => call({ to: null, data: "0x5b600056" }), refused);
  assert.throws(() => call({ to: multicall3.address, data: batch(stranger) }), refused);
  assert.throws(() => call({ to: multicall3.address, data: batch(multicall3.address, batch(stranger)) }), refused);
  assert.throws(() => call({ to: multicall3.address, data: "0x12345678" }), refused);
  assert.ok(call({ to: multicall3.address, data: batch(token) }));
});

test("checkedParameters: an account of the payer's may be asked whether it checks signatures, and nothing else", () => {
  assert.ok(call({ to: stranger, data: "0x1626ba7e" }));
  assert.throws(() => call({ to: stranger, data: "0x1626ba" }), refused);
  assert.throws(() => call({ to: stranger, data: "0xb61d27f6" }), refused);
});

test("checkedParameters: an account may try what pays by Multicall3's code in its place, and no other override is passed on", () => {
  const code = multicall3Code();
  const account = stranger;
  const override = { [account]: { code } };
  const simulate = (changes: object = {}, state: object = override) =>
    call({ from: account, to: account, data: batch(router), ...changes }, state);
  const passedOn = { from: account, to: account, data: batch(router), gas: numberToHex(3_000_000) };
  assert.deepEqual(simulate(), [passedOn, "latest", override]);
  assert.ok(simulate({ data: batch(token) }));
  for (const to of [stranger, permit2.address, multicall3.address]) {
    assert.throws(() => simulate({ data: batch(to) }), refused);
  }
  // A question that any account may be asked is none that pays.
  assert.throws(() => simulate({ data: batch(stranger, "0x1626ba7e") }), refused);
  assert.throws(() => simulate({ data: "0x" }), refused);
  assert.throws(() => simulate({ from: router }), refused);
  assert.throws(() => simulate({ from: undefined }), refused);
  assert.throws(() => simulate({ to: token }), refused);
  assert.throws(() => simulate({}, { [token]: { code } }), refused);
  assert.throws(() => simulate({}, {}), refused);
  assert.throws(() => simulate({}, { ...override, [token]: { code } }), refused);
  assert.throws(() => simulate({}, { [account]: { code: `${code}00` } }), refused);
  assert.throws(() => simulate({}, { [account]: { code, balance: "0x1" } }), refused);
  const asked = { from: account, to: account, data: batch(router) };
  assert.throws(() => checkedParameters("eth_estimateGas", [asked, "latest", override], targets), refused);
});

test("checkedParameters: state overrides, block overrides, unknown fields and long data are refused", () => {
  assert.throws(() => call({}, { [token]: { code: "0x00" } }), refused);
  assert.throws(() => call({}, {}, {}), refused);
  assert.throws(() => call({ stateOverride: {} }), refused);
  assert.throws(() => call({ accessList: [{ address: token, storageKeys: [] }] }), refused);
  assert.throws(() => call({ data: `0x${"00".repeat(20_001)}` }), refused);
});

test("checkedParameters: every other method has the shape of its own parameters", () => {
  const good: [Parameters<typeof checkedParameters>[0], unknown[]][] = [
    ["eth_blockNumber", []],
    ["eth_feeHistory", ["0x4", "latest", [20, 50]]],
    ["eth_getBalance", [stranger, "latest"]],
    ["eth_getBlockByNumber", ["latest", false]],
    ["eth_getBlockByNumber", ["0x10", true]],
    ["eth_getTransactionReceipt", [numberToHex(1, { size: 32 })]],
  ];
  for (const [method, params] of good) assert.deepEqual(checkedParameters(method, params, targets), params);
  const bad: typeof good = [
    ["eth_blockNumber", ["0x1"]],
    ["eth_feeHistory", ["0x400", "latest", []]],
    ["eth_feeHistory", ["0x4", "latest", Array.from({ length: 11 }, () => 1)]],
    ["eth_getBalance", ["0x12", "latest"]],
    ["eth_getBlockByNumber", ["latest", "yes"]],
    ["eth_getTransactionReceipt", ["0x12"]],
    ["eth_getCode", [stranger, { blockHash: "0x12" }]],
  ];
  for (const [method, params] of bad) assert.throws(() => checkedParameters(method, params, targets), refused, method);
});
