import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, numberToHex, zeroAddress } from "viem";
import { canonicalContracts, chains, whyLost } from "../../src/protocol/index.ts";

const router: Address = "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7";
const wallet: Address = "0x2222222222222222222222222222222222222222";

test("whyLost: nobody can take money from the zero address, precompiles, predeploys, tokens and shared contracts", () => {
  assert.equal(whyLost(zeroAddress), "it is the zero address");
  for (const number of [0x1n, 0x9n, 0x64n, 0xffn, 0x1010n, 0xdeadn]) {
    assert.equal(whyLost(numberToHex(number, { size: 20 })), "it belongs to the chain itself", `${number}`);
  }
  assert.equal(whyLost("0x4200000000000000000000000000000000000006"), "it belongs to the chain itself");
  for (const { tokens } of chains) {
    for (const { address } of tokens) assert.equal(whyLost(address), "it is a token's contract", address);
  }
  for (const { address } of Object.values(canonicalContracts)) {
    assert.equal(whyLost(address), "it is a contract that everybody shares", address);
  }
});

test("whyLost: other people's contracts that give nothing back, the protocol's own, and addresses that are nobody's", () => {
  const entryPointV09: Address = "0x433709009B8330FDa32311DF1C2AFA402eD8D009";
  const weth: Address = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
  for (const address of [entryPointV09, weth]) assert.match(`${whyLost(address)}`, /gives nothing back/);
  const beaconRoots: Address = "0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02";
  assert.equal(whyLost(beaconRoots), "it belongs to the chain itself");
  assert.equal(whyLost("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"), "it is nobody's address");
  assert.equal(whyLost(numberToHex(2n ** 160n - 1n, { size: 20 })), "it is nobody's address");
});

test("whyLost: the server's own contracts and keys are refused in any spelling, and wallets are not", () => {
  assert.equal(whyLost(wallet, [router]), undefined);
  assert.equal(whyLost(router), undefined);
  const spelled = router.toLowerCase() as Address;
  assert.equal(whyLost(spelled, [router]), "it belongs to the payment service itself");
});
