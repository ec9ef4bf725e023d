import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Address, encodeAbiParameters, encodeEventTopics, type Hex, numberToHex } from "viem";
import { createChainClient } from "../../src/chain/index.ts";
import { paymentRouterAbi } from "../../src/protocol/index.ts";
import type { RpcAnswer } from "../../src/sandbox/faults/fault.ts";
import { type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/rpc-proxy.ts";
import { checkSettlement, type SimulatedCall } from "../../src/user-operations/operation/check-settlement.ts";
import { base } from "../chain/chains.ts";
import { anyRouter } from "../support/engine-context.ts";
import { hashOf } from "../support/payments-harness.ts";

// Real nodes with and without the method answer so; what a real one simulates is in test/attacks/killed-payment.test.ts.

let node: RpcProxy;
before(async () => {
  node = await startRpcProxy("http://127.0.0.1:9");
});
after(() => node.stop());

const someone: Address = "0x1111111111111111111111111111111111111111";
const paymentId = hashOf("payment");

function settled(router: Address, id: Hex) {
  const abi = paymentRouterAbi;
  const args = { paymentId: id, merchant: someone, token: someone };
  const event = abi.find((item) => item.type === "event" && item.name === "PaymentSettled");
  const values = (event?.type === "event" ? event.inputs : []).filter(({ indexed }) => !indexed);
  const data = encodeAbiParameters(values, values.map(({ type }) => (type === "address" ? someone : 1n)) as never);
  return {
    address: router,
    topics: encodeEventTopics({ abi, eventName: "PaymentSettled", args: args as never }),
    data,
  };
}

/** Checks a call of which the node says that it emits these logs, or answers otherwise. */
async function check(answer: RpcAnswer | readonly ReturnType<typeof settled>[]): Promise<void> {
  const result = (logs: unknown) => [
    { number: "0x1", calls: [{ status: "0x1", gasUsed: "0x1", returnData: "0x", logs }] },
  ];
  await node.use(async ({ method }) => {
    if (method === "eth_simulateV1") return Array.isArray(answer) ? { result: result(answer) } : (answer as RpcAnswer);
    if (method === "eth_chainId") return { result: numberToHex(base.id) };
    return { result: null };
  });
  const client = createChainClient(base, [node.url]);
  const call: SimulatedCall = { from: someone, to: someone, data: "0x", gas: 1n, overrides: [] };
  await checkSettlement({ client }, call, { router: anyRouter, onchainId: paymentId });
}

test("checkSettlement: this payment's event of our router is a settlement, and no other", async () => {
  await check([settled(someone, paymentId), settled(anyRouter, paymentId)]);
  const others = [settled(someone, paymentId), settled(anyRouter, hashOf("another"))];
  for (const logs of [[], ...others.map((log) => [log])]) {
    await assert.rejects(check(logs), { code: "AUTHORIZATION_REVERTS", message: /does not settle this payment/ });
  }
});

test("checkSettlement: a node without the method cannot say, and any other error is no answer", async () => {
  for (const error of [
    { code: -32601, message: "the method eth_simulateV1 does not exist/is not available" },
    { code: -32600, message: "Unsupported method: eth_simulateV1" },
    { code: -32000, message: "unknown method" },
  ]) {
    await check({ error });
  }
  await assert.rejects(check({ error: { code: -38015, message: "block gas limit exceeded" } }), {
    name: "ChainUnavailableError",
  });
});
