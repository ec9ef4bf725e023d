import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcRequestError } from "viem";
import { BundlerUnavailableError } from "../../src/chain/index.ts";
import { type EntryPointVersion, entryPoints } from "../../src/protocol/index.ts";
import { watchBundler } from "../../src/relayer/lanes/bundler-health.ts";
import type { Bundler } from "../../src/user-operations/bundler.ts";
import type { RpcOperation } from "../../src/user-operations/index.ts";

const operation = {} as RpcOperation;
const served = [entryPoints["0.8"]];

/** A bundler that answers as the test has it, and a clock that the test moves. */
function startWatch(sponsored?: readonly EntryPointVersion[]) {
  const answers = {
    send: async (): Promise<unknown> => "0x01",
    estimate: async (): Promise<unknown> => ({}),
    served: async (): Promise<unknown> => served,
  };
  let now = 0;
  const bundler: Bundler = {
    simulate: async () => void (await answers.estimate()),
    send: async () => (await answers.send()) as `0x${string}`,
    request: (method) => (method === "eth_supportedEntryPoints" ? answers.served() : answers.estimate()),
  };
  const health = watchBundler(bundler, () => new Date(now), sponsored);
  const send = () => health.bundler.send(operation, "0.8").then(String, (error: Error) => error.name);
  return { answers, bundler, health, send, pass: (time: number) => (now += time) };
}

const refuses = async () => {
  const error = { code: -32_521, message: "AA25 invalid account nonce" };
  throw new RpcRequestError({ body: {}, error, url: "http://bundler.example" });
};
const unreachable = async () => {
  throw new BundlerUnavailableError(new Error("connection refused"));
};

test("watchBundler: one that only answers errors is paused, tried again, and comes back with the first operation that it takes", async () => {
  const { answers, health, send, pass } = startWatch();
  answers.send = refuses;
  for (let sent = 0; sent < 3; sent += 1) await send();
  assert.equal(health.isUp(), true, "an operation may be at fault");
  await send();
  assert.deepEqual([health.isUp(), health.problem()], [false, "REFUSES"]);
  pass(30_000);
  assert.deepEqual([health.isUp(), health.problem()], [true, "REFUSES"], "it is tried again");
  await send();
  assert.equal(health.isUp(), false);
  pass(59_999);
  assert.equal(health.isUp(), false, "the second pause is longer");
  pass(1);
  answers.send = async () => "0x01";
  await send();
  assert.deepEqual([health.isUp(), health.problem()], [true, null]);
});

test("watchBundler: estimates neither hide nor end what is refused when it is sent", async () => {
  const { answers, health, send } = startWatch();
  answers.send = refuses;
  for (let sent = 0; sent < 4; sent += 1) {
    await health.bundler.request("eth_estimateUserOperationGas", []);
    await send();
  }
  assert.equal(health.problem(), "REFUSES");
  await health.bundler.request("eth_estimateUserOperationGas", []);
  assert.equal(health.problem(), "REFUSES");
});

test("watchBundler: what payers send and is refused says nothing about the bundler, that it does not answer them does", async () => {
  const { answers, health, bundler } = startWatch();
  const payers = health.watch(bundler);
  answers.send = refuses;
  for (let sent = 0; sent < 10; sent += 1) await assert.rejects(payers.send(operation, "0.8"));
  assert.equal(health.problem(), null);
  answers.send = unreachable;
  for (let sent = 0; sent < 2; sent += 1) await assert.rejects(payers.send(operation, "0.8"));
  assert.equal(health.problem(), "UNREACHABLE");
  assert.equal(health.isUp(), false);
});

test("watchBundler: a probe finds it down, serving another EntryPoint, or refusing all, and up again", async () => {
  const { answers, health } = startWatch();
  const found = async (answer: () => Promise<unknown>, times = 1) => {
    answers.served = answer;
    for (let probe = 0; probe < times; probe += 1) await health.probe();
    return [health.problem(), health.isUp()];
  };
  assert.deepEqual(await found(unreachable), [null, true], "once is no failure yet");
  assert.deepEqual(await found(unreachable), ["UNREACHABLE", false]);
  assert.deepEqual(await found(async () => [entryPoints["0.7"]]), ["OTHER_ENTRY_POINT", false]);
  assert.deepEqual(await found(refuses), ["REFUSES", false]);
  assert.deepEqual(await found(async () => served.map((address) => address.toLowerCase())), [null, true]);
});

test("watchBundler: an earlier EntryPoint with a sponsor that it does not serve is named, and it is asked for the others", async () => {
  const { answers, health } = startWatch(["0.8", "0.7", "0.6"]);
  const found = async (...versions: EntryPointVersion[]) => {
    answers.served = async () => versions.map((version) => entryPoints[version].toLowerCase());
    await health.probe();
    return [health.unserved(), health.problem(), health.isUp()];
  };
  assert.deepEqual(await found("0.8", "0.7", "0.6"), [[], null, true]);
  assert.deepEqual(await found("0.8", "0.6"), [["0.7"], null, true]);
  assert.deepEqual(await found("0.8"), [["0.7", "0.6"], null, true]);
  assert.deepEqual(await found("0.7", "0.6"), [[], "OTHER_ENTRY_POINT", false]);
  const { answers: of, health: alone } = startWatch();
  of.served = async () => [entryPoints["0.8"]];
  await alone.probe();
  assert.deepEqual(alone.unserved(), [], "where no sponsor is, nothing is missing");
});
