import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFunctionData, multicall3Abi } from "viem";
import { canonicalContracts } from "../../src/protocol/index.ts";
import { batchCall, batchGas } from "../../src/relayer/lanes/batch.ts";
import { raiseFees } from "../../src/relayer/lanes/lane.ts";

const call = (data: `0x${string}`) => ({ to: "0x1111111111111111111111111111111111111111", value: 0n, data }) as const;

test("one call goes as it is; several go through Multicall3, each allowed to fail", () => {
  assert.deepEqual(batchCall([call("0x01")]), call("0x01"));
  const { to, data, value } = batchCall([call("0x01"), call("0x02")]);
  assert.deepEqual([to, value], [canonicalContracts.multicall3.address, 0n]);
  const { functionName, args } = decodeFunctionData({ abi: multicall3Abi, data });
  assert.equal(functionName, "aggregate3");
  const expected = ["0x01", "0x02"].map((callData) => ({ target: call("0x").to, allowFailure: true, callData }));
  assert.deepEqual(args, [expected]);
});

test("a batch has the gas of all its calls, and a fifth more", () => {
  assert.equal(batchGas([100_000n, 200_000n]), 390_000n);
});

test("fees are raised by an eighth at least, of however little", () => {
  const raised = raiseFees({ maxFeePerGas: 800n, maxPriorityFeePerGas: 1n });
  assert.deepEqual(raised, { maxFeePerGas: 901n, maxPriorityFeePerGas: 2n });
});
