import assert from "node:assert/strict";
import { test } from "node:test";
import { type Hex, hexToBytes, toHex } from "viem";
import { isCodeOf } from "../../src/protocol/contract-code.ts";
import { mandatesCode } from "../../src/protocol/generated/mandates-code.ts";
import { codeOfMandates as deployedBytecode } from "../support/mandates-code.ts";

/** The code with another byte at a place. */
function changedAt(place: number): Hex {
  const bytes = hexToBytes(deployedBytecode);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  return toHex(bytes);
}

test("isCodeOf: what was fixed at deployment may differ, and no other byte", () => {
  assert.ok(isCodeOf(deployedBytecode, mandatesCode));
  const words = new Set(
    mandatesCode.immutables.flatMap((start) => Array.from({ length: 32 }, (_, index) => start + index)),
  );
  const { length } = hexToBytes(deployedBytecode);
  for (let place = 0; place < length; place += place < 300 ? 1 : 97) {
    assert.equal(isCodeOf(changedAt(place), mandatesCode), words.has(place), `${place}`);
  }
  for (const place of words) assert.ok(isCodeOf(changedAt(place), mandatesCode));
  for (const code of ["0x", `${deployedBytecode}00`, deployedBytecode.slice(0, -2) as Hex] as const) {
    assert.equal(isCodeOf(code as Hex, mandatesCode), false);
  }
});
