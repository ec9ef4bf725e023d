import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpRequestError, RpcRequestError, TimeoutError, UnknownRpcError } from "viem";
import { broadcastResultOf } from "../../src/chain/broadcast-result.ts";
import { BundlerUnavailableError } from "../../src/chain/errors.ts";

const url = "http://127.0.0.1:1/secret";
const body = { method: "eth_sendRawTransaction" };
const answered = (message: string) =>
  new UnknownRpcError(new RpcRequestError({ body, url, error: { code: -32000, message } }));

/** As the clients and bundlers write them. */
const messages = {
  ACCEPTED: [
    "already known",
    "transaction already imported",
    "AlreadyKnown",
    "known transaction: 0xabc",
    "ALREADY_EXISTS: already known",
  ],
  UNDERPRICED: [
    "replacement transaction underpriced",
    "transaction underpriced",
    "max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 2",
    "FeeTooLow, MaxFeePerGas too low",
    "AA25 invalid account nonce: User operation already present in mempool, bump the gas price by minimum 10%",
    "maxFeePerGas must be at least 100 (current maxFeePerGas: 10)",
  ],
  NONCE_USED: ["nonce too low", "nonce too low: next nonce 7, tx nonce 6", "OldNonce", "AA25 invalid account nonce"],
  NO_FUNDS: [
    "insufficient funds for gas * price + value: balance 0, tx cost 21000",
    "Insufficient funds for gas * price + value",
    "sender doesn't have enough funds to send tx",
    "AA31 paymaster deposit too low",
  ],
  REFUSED: ["intrinsic gas too low", "AA33 reverted", "exceeds block gas limit"],
} as const;

for (const [type, written] of Object.entries(messages)) {
  for (const message of written) {
    test(`broadcastResultOf: "${message}" is ${type}`, () =>
      assert.equal(broadcastResultOf(answered(message)).type, type));
  }
}

test("broadcastResultOf: no answer is UNKNOWN, never REFUSED, and no endpoint address is kept", () => {
  for (const error of [
    new HttpRequestError({ url, status: 503 }),
    new TimeoutError({ body, url }),
    new BundlerUnavailableError(new Error("down")),
    new Error("wrapped", { cause: new HttpRequestError({ url, status: 429 }) }),
  ]) {
    const result = broadcastResultOf(error);
    assert.equal(result.type, "UNKNOWN");
    assert.equal(JSON.stringify(result).includes("secret"), false);
  }
});

for (const [code, message, data] of [
  [-32521, "UserOperation reverted during simulation with reason: already known"],
  [-32521, "UserOperation reverted during simulation with reason: AA25 invalid account nonce"],
  [-32500, "UserOperation reverted during simulation with reason: AA23 reverted: insufficient funds"],
  [3, "execution reverted: nonce too low", "0x08c379a0"],
  [-32000, "execution reverted: replacement transaction underpriced"],
  [-32000, "insufficient funds", "0x08c379a0"],
] as const) {
  test(`broadcastResultOf: a stranger's revert text decides nothing: ${code} "${message}"`, () => {
    const error = new RpcRequestError({ body, url, error: { code, message, data } });
    assert.equal(broadcastResultOf(error).type, "REFUSED");
  });
}

test("broadcastResultOf: the EntryPoint's own reasons count behind a bundler's words", () => {
  const message = "UserOperation failed validation with reason: AA25 invalid account nonce";
  assert.equal(
    broadcastResultOf(new RpcRequestError({ body, url, error: { code: -32500, message } })).type,
    "NONCE_USED",
  );
});
