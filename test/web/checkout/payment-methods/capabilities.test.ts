import assert from "node:assert/strict";
import { test } from "node:test";
import { noCapabilities, readCapabilities } from "../../../../web/checkout/payment-methods/capabilities.ts";

const payer = "0x1111111111111111111111111111111111111111";
const read = (answer: unknown) => readCapabilities({ request: async () => answer }, payer, 8453);
const all = { atomic: { status: "ready" }, paymasterService: { supported: true } };
const both = { atomic: "ready", paymasterService: true };

test("readCapabilities: a chain's id is read however a wallet writes it", async () => {
  for (const key of ["0x2105", "0X2105", "0x002105", "8453"]) assert.deepEqual(await read({ [key]: all }), both, key);
  for (const key of ["0x1", "1", "2105", "", "mainnet"])
    assert.deepEqual(await read({ [key]: all }), noCapabilities, key);
});

test("readCapabilities: what holds on every chain holds on this one, unless this one says otherwise", async () => {
  for (const key of ["0x0", "0", "0x00"]) assert.deepEqual(await read({ [key]: all }), both, key);
  const unsupported = { "0x0": all, "8453": { atomic: { status: "unsupported" } } };
  assert.deepEqual(await read(unsupported), { atomic: "unsupported", paymasterService: true });
});

test("readCapabilities: nonsense is no capability", async () => {
  for (const answer of [null, undefined, "0x", [], { "0x2105": null }, { "0x2105": { atomic: null } }]) {
    assert.deepEqual(await read(answer), noCapabilities);
  }
});
