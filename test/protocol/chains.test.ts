import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeAbiParameters, getAddress, keccak256, toHex } from "viem";
import { type Chain, chains, enabledChains, type TokenDomain } from "../../src/protocol/index.ts";

const tokens = chains.flatMap((chain) => chain.tokens.map((token) => ({ chain, token })));

test("ids and network names are unique, addresses have their checksum", () => {
  assert.equal(new Set(chains.map(({ id }) => id)).size, chains.length);
  assert.equal(new Set(chains.map(({ network }) => network)).size, chains.length);
  for (const { token } of tokens) assert.equal(token.address, getAddress(token.address));
});

test("the pairs on offer are those of the API", () => {
  const offer = enabledChains.map(({ id, tokens }) => [
    id,
    tokens.filter(({ enabled }) => enabled).map(({ symbol }) => symbol),
  ]);
  assert.deepEqual(offer, [
    [1, ["USDC", "USDT"]],
    [42161, ["USDC", "USDT"]],
    [8453, ["USDC"]],
    [137, ["USDC", "USDT"]],
    [56, ["USDT"]],
  ]);
});

for (const { chain, token } of tokens) {
  const { domain } = token;
  if (domain === null) continue;
  test(`the domain separator of ${token.symbol} on ${chain.name} follows from its parts`, () => {
    assert.equal(separatorOf(chain, token.address, domain), domain.separator);
  });
}

test("every finality policy ends in a rule without a bound, and its tiers rise", () => {
  for (const { finality } of chains) {
    assert.equal(finality.at(-1)?.upTo, null);
    const bounds = finality.slice(0, -1).map(({ upTo }) => upTo as bigint);
    assert.deepEqual(
      bounds,
      bounds.toSorted((a, b) => Number(a - b)),
    );
  }
});

function separatorOf(chain: Chain, address: `0x${string}`, { name, version, salt }: TokenDomain) {
  const [type, last] =
    salt === undefined
      ? ["EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)", undefined]
      : ["EIP712Domain(string name,string version,address verifyingContract,bytes32 salt)", salt];
  const head = [keccak256(toHex(type as string)), keccak256(toHex(name)), keccak256(toHex(version))] as const;
  const bytes32 = { type: "bytes32" } as const;
  return keccak256(
    last === undefined
      ? encodeAbiParameters(
          [bytes32, bytes32, bytes32, { type: "uint256" }, { type: "address" }],
          [...head, BigInt(chain.id), address],
        )
      : encodeAbiParameters(
          [bytes32, bytes32, bytes32, { type: "address" }, bytes32],
          [...head, address, salt as `0x${string}`],
        ),
  );
}
