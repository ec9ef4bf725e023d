import assert from "node:assert/strict";
import { test } from "node:test";
import { numberToHex } from "viem";
import { callGasProblem, withCallGasMargin } from "../../src/user-operations/operation/call-gas.ts";

const withGas = (gas: bigint) => ({ callGasLimit: numberToHex(gas) });

test("an estimate has half as much again for the calls, and nothing else of it changes", () => {
  const estimate = { ...withGas(96_889n), verificationGasLimit: "0x10" };
  assert.deepEqual(withCallGasMargin(estimate), { ...withGas(145_333n), verificationGasLimit: "0x10" });
});

test("an answer of another shape is passed on as it is", () => {
  for (const answer of [null, undefined, "0x10", {}, { callGasLimit: 7 }])
    assert.equal(withCallGasMargin(answer), answer);
});

test("gas more than a tenth below what is estimated now is too little; estimates differ by less", () => {
  assert.match(callGasProblem(withGas(96_889n), withGas(133_510n)) ?? "", /is 96889, and its calls need 133510/);
  assert.equal(callGasProblem(withGas(100_000n), withGas(110_000n)), undefined);
  assert.match(callGasProblem(withGas(100_000n), withGas(110_001n)) ?? "", /need 110001/);
  assert.equal(callGasProblem(withGas(100_000n), {}), undefined);
});
