import assert from "node:assert/strict";
import { test } from "node:test";
import { noCapabilities, readCapabilities } from "../../../../web/checkout/payment-methods/capabilities.ts";

const payer = "0x1111111111111111111111111111111111111111";
const read = (answer: unknown) => readCapabilities({ request: async () => answer }, payer, 8453);
const all = { atomic: { status: "ready" }, paymasterService: { supported: true } };
const both = { atomic: "ready", paymasterService: true, callsVersion: "2.0.0" };

test("readCapabilities: a chain's id is read however a wallet writes it", async () => {
  for (const key of ["0x2105", "0X2105", "0x002105", "8453", "eip155:8453"])
    assert.deepEqual(await read({ [key]: all }), both, key);
  for (const key of ["0x1", "1", "2105", "", "mainnet", "eip155:1", "eip155:0x2105"])
    assert.deepEqual(await read({ [key]: all }), noCapabilities, key);
});

test("readCapabilities: what holds on every chain holds on this one, unless this one says otherwise", async () => {
  for (const key of ["0x0", "0", "0x00"]) assert.deepEqual(await read({ [key]: all }), both, key);
  const unsupported = { "0x0": all, "8453": { atomic: { status: "unsupported" } } };
  assert.deepEqual(await read(unsupported), { ...both, atomic: "unsupported" });
});

test("readCapabilities: nonsense is no capability", async () => {
  for (const answer of [null, undefined, "0x", [], { "0x2105": null }, { "0x2105": { atomic: null } }]) {
    assert.deepEqual(await read(answer), noCapabilities);
  }
});

test("readCapabilities: a wallet that was asked about one chain may leave its id out", async () => {
  assert.deepEqual(await read(all), both);
  assert.deepEqual(await read({ ...all, "0x2105": { paymasterService: { supported: false } } }), {
    ...both,
    paymasterService: false,
  });
});

test("readCapabilities: a batch under its earlier name counts, and is sent in its earlier version", async () => {
  const earlier = { atomicBatch: { supported: true }, paymasterService: { supported: true } };
  const supported = { atomic: "supported", paymasterService: true, callsVersion: "1.0" };
  assert.deepEqual(await read({ "0x2105": earlier }), supported);
  const named = { ...earlier, atomic: { status: "supported" } };
  assert.deepEqual(await read({ "0x2105": named }), { ...supported, callsVersion: "2.0.0" });
  const unsupported = { "0x2105": { ...earlier, atomic: { status: "unsupported" } } };
  assert.deepEqual(await read(unsupported), { ...both, atomic: "unsupported" });
  assert.deepEqual(await read({ "0x2105": { atomicBatch: { supported: "yes" } } }), noCapabilities);
});

test("readCapabilities: a wallet that throws, or never answers, has none", async () => {
  const refuse = async () => {
    throw Object.assign(new Error("method [wallet_getCapabilities] is not there"), { code: -32601 });
  };
  assert.deepEqual(await readCapabilities({ request: refuse }, payer, 8453), noCapabilities);
  const silent = () => new Promise(() => {});
  assert.deepEqual(await readCapabilities({ request: silent }, payer, 8453), noCapabilities);
});
