import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address } from "viem";
import type { StandingContract } from "../../src/customers/context.ts";
import { planAddresses } from "../../src/customers/plan-addresses.ts";

const merchant = "0x1111111111111111111111111111111111111111";
const safe = "0x2222222222222222222222222222222222222222";
const fee = "0x3333333333333333333333333333333333333333";

/** Where which addresses have code. */
function contractWith(codes: Readonly<Record<number, readonly Address[]>>): StandingContract {
  return {
    address: "0x4444444444444444444444444444444444444444",
    areContracts: async (chainId, addresses) => addresses.map((address) => codes[chainId]?.includes(address) ?? false),
    fee: async () => ({ basisPoints: 100n, recipient: fee }),
  };
}

const onChains = (chainIds: readonly number[], recipients: readonly Address[]) =>
  chainIds.map((chainId) => ({
    chainId,
    parts: recipients.map((recipient, index) => ({ recipient, bps: index === 0 ? 9_000 : 1_000 })),
  }));

const plan = async (codes: Readonly<Record<number, readonly Address[]>>, chains: ReturnType<typeof onChains>) =>
  (await planAddresses(contractWith(codes), chains)).map(({ sweptOn, chainIds }) => [sweptOn, ...chainIds]);

test("keys alone have one address on all chains", async () => {
  assert.deepEqual(await plan({}, onChains([1, 2], [merchant])), [[0, 1, 2]]);
});

test("a contract on each of several chains has one address too, one that was seen on a single chain has not", async () => {
  assert.deepEqual(await plan({ 1: [safe], 2: [safe] }, onChains([1, 2], [merchant, safe])), [[0, 1, 2]]);
  assert.deepEqual(await plan({ 1: [safe] }, onChains([1], [merchant, safe])), [[1, 1]]);
});

test("a chain on which a contract is missing has no address, and where all of one lack it there is none at all", async () => {
  assert.deepEqual(await plan({ 1: [safe], 3: [safe] }, onChains([1, 2, 3], [merchant, safe])), [
    [1, 1],
    [3, 3],
  ]);
  const chains = [...onChains([1], [safe, merchant]), ...onChains([2], [merchant, safe])];
  assert.deepEqual(await plan({ 1: [merchant], 2: [safe] }, chains).catch(({ code }) => code), "NO_SAFE_CHAIN");
});

test("a fee recipient that is a contract on one chain alone leaves each chain its own address", async () => {
  assert.deepEqual(await plan({ 1: [fee] }, onChains([1, 2], [merchant])), [
    [1, 1],
    [2, 2],
  ]);
});

test("other settlement addresses on some chain leave each chain its own address", async () => {
  assert.deepEqual(await plan({}, [...onChains([1], [merchant]), ...onChains([2], [safe])]), [
    [1, 1],
    [2, 2],
  ]);
});
