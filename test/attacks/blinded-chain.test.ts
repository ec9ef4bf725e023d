import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { concat, encodeErrorResult, type Hex, numberToHex, parseAbi, size } from "viem";
import { callApi, type Json, payAsNewCustomer, waitForStatus } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { type Chain, chainById } from "../../src/protocol/index.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { startTestStack } from "../support/test-stack.ts";

const baseId = 8453;

let stack: Stack;
let base: SandboxChain;
before(async () => {
  // So few that a slow machine meets the budget too.
  stack = await startTestStack({ chains: [chainById(baseId) as Chain], payerRequests: 50 });
  base = stack.sandbox.chains.get(baseId) as SandboxChain;
});
after(() => stack?.stop());

const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
const newPayment = () => api("POST", "/v1/payments", { amount: "25.00", currency: "USD" });
const newQuote = (id: string) => api("POST", `/v1/checkout/${id}/quotes`, { chainId: baseId, token: "USDC" });

/** What somebody has who knows a payment's URL: its quote's token, and with it the pass-through to the node. */
async function callChain(token: string, calls: readonly { method: string; params: unknown[] }[]): Promise<Json> {
  const response = await fetch(`${stack.state.apiUrl}/v1/web3/${baseId}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }))),
  });
  return response.json();
}

/** Creation code that reverts with any text. */
function revertsWith(text: string): Hex {
  const data = encodeErrorResult({ abi: parseAbi(["error Error(string)"]), args: [text] });
  const length = numberToHex(size(data), { size: 1 });
  return concat(["0x60", length, "0x80600b6000396000fd", data]);
}

async function providerStates(): Promise<string[]> {
  const { chains } = await api("GET", "/v1/status");
  return chains[0].providers.map(({ state }: Json) => state);
}

async function assertChainIsFollowed(): Promise<void> {
  const payment = await newPayment();
  await payAsNewCustomer(stack.state, base, payment.id, "USDC");
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", AbortSignal.timeout(60_000));
}

test("blinded chain: a payer's reverts in the words of rate limiting pause no endpoint", async () => {
  const { checkoutToken } = await newQuote((await newPayment()).id);
  const texts = ["too many requests", "rate limit exceeded", "429", "compute units per second", "daily request count"];
  for (const text of texts) {
    const call = { data: revertsWith(text), to: null };
    await callChain(checkoutToken, [
      { method: "eth_call", params: [call, "latest"] },
      { method: "eth_estimateGas", params: [call] },
    ]);
    assert.deepEqual(await providerStates(), ["healthy"], `after "${text}"`);
  }
  await assertChainIsFollowed();
});

test("blinded chain: a flood of payers' calls spends the payers' budget and nobody else's", async () => {
  const { checkoutToken } = await newQuote((await newPayment()).id);
  const calls = Array.from({ length: 20 }, () => ({ method: "eth_blockNumber", params: [] }));
  const answers = (await Promise.all(Array.from({ length: 60 }, () => callChain(checkoutToken, calls)))).flat();
  const refused = answers.filter((answer) => answer.error ?? answer.code);
  assert.ok(refused.length > 0, "the budget was met");
  assert.deepEqual(await providerStates(), ["healthy"]);
  // The budget is refilled within seconds.
  const signal = AbortSignal.timeout(60_000);
  for (;;) {
    const [answer] = await callChain(checkoutToken, calls.slice(0, 1));
    if (answer?.result) break;
    await sleep(100, undefined, { signal });
  }
  await assertChainIsFollowed();
});
