import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, type Hex, keccak256 } from "viem";
import { canonicalContracts, walletContracts } from "../../../../src/protocol/index.ts";
import { safeArtifact } from "../../../../src/sandbox/artifacts.ts";
import { accountOf } from "../../../../web/checkout/payment-methods/account-code.ts";

const designator = (delegate: Hex) => concat(["0xef0100", delegate]);
const nobody = "0x1111111111111111111111111111111111111111";

test("accountOf: a key alone has no code", () => {
  for (const code of [undefined, "0x"] as const) assert.deepEqual(accountOf(code), { kind: "key", code: null });
});

test("accountOf: a key with borrowed code is known by whom it borrowed from", () => {
  const { simple7702Account } = canonicalContracts;
  assert.deepEqual(accountOf(designator(simple7702Account.address)), { kind: "delegated", code: "simple7702" });
  const { metaMaskDelegator } = walletContracts;
  assert.deepEqual(accountOf(designator(metaMaskDelegator.address)), { kind: "delegated", code: "metaMask" });
  assert.deepEqual(accountOf(designator(nobody)), { kind: "delegated", code: null });
  // A mark without an address is no delegation.
  assert.deepEqual(accountOf("0xef0100"), { kind: "contract", code: null });
});

test("accountOf: a Safe's proxy is known by what it answers itself, whatever its version", () => {
  const { deployedBytecode } = safeArtifact("proxies/SafeProxy.sol/SafeProxy") as never as { deployedBytecode: Hex };
  assert.equal(keccak256(deployedBytecode), walletContracts.safe.accountCodeHash);
  assert.deepEqual(accountOf(deployedBytecode), { kind: "contract", code: "safe" });
  assert.deepEqual(accountOf(concat([deployedBytecode, "0x00"])), { kind: "contract", code: "safe" });
});

test("accountOf: any other contract is nobody's that we know", () => {
  assert.deepEqual(accountOf("0x6000"), { kind: "contract", code: null });
});
