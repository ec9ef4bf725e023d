import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeFunctionData, erc20Abi, type Hex, multicall3Abi, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { callApi, type Json } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { type Chain, canonicalContracts, chainById, type Token } from "../../src/protocol/index.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { startTestStack } from "../support/test-stack.ts";

// Somebody takes a payment's checkout token for a node that costs nothing.

const baseId = 8453;
let stack: Stack;
let base: SandboxChain;
let usdc: Token;
before(async () => {
  const chains = [chainById(baseId) as Chain];
  stack = await startTestStack({ chains });
  base = stack.sandbox.chains.get(baseId) as SandboxChain;
  usdc = base.chain.tokens[0] as Token;
});
after(() => stack?.stop());

const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
async function newQuote(): Promise<Json> {
  const payment = await api("POST", "/v1/payments", { amount: "250.00", currency: "USD" });
  return {
    ...(await api("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: baseId, token: "USDC" })),
    paymentId: payment.id,
  };
}
async function rpc(quote: Json, method: string, params: unknown[]): Promise<{ status: number; body: Json }> {
  const response = await fetch(quote.rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${quote.checkoutToken}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return { status: response.status, body: await response.json() };
}
const stranger = privateKeyToAccount(generatePrivateKey()).address;
const balanceOf = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [stranger] });

test("web3: contracts that are no part of the payment, code of one's own and state overrides are refused", async () => {
  const quote = await newQuote();
  const ask = async (request: object, ...more: unknown[]) =>
    (await rpc(quote, "eth_call", [request, "latest", ...more])).body;
  assert.equal((await ask({ to: usdc.address, data: balanceOf })).result, numberToHex(0, { size: 32 }));
  // Burns all gas that it gets.
  const burner: Hex = "0x5b5f56";
  await base.local.setCode({ address: stranger, bytecode: burner });
  assert.equal((await ask({ to: stranger, gas: numberToHex(1_000_000_000) })).error?.code, -32602);
  assert.equal((await ask({ data: burner })).error?.code, -32602);
  const override = { [usdc.address]: { code: burner } };
  assert.equal((await ask({ to: usdc.address, data: balanceOf }, override)).error?.code, -32602);
  // Nor code of one's own at the account that calls itself, where a page puts Multicall3's to try its payment as a whole.
  const args = [[{ target: usdc.address, allowFailure: true, callData: balanceOf }]] as const;
  const itself = {
    from: stranger,
    to: stranger,
    data: encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args }),
  };
  assert.equal((await ask(itself, { [stranger]: { code: burner } })).error?.code, -32602);
  const { multicall3 } = canonicalContracts;
  const code = await base.local.getCode({ address: multicall3.address });
  assert.match((await ask(itself, { [stranger]: { code } })).result, /^0x/);
  const elsewhere = encodeFunctionData({
    abi: multicall3Abi,
    functionName: "aggregate3",
    args: [[{ ...args[0][0], target: stranger }]],
  });
  assert.equal((await ask({ ...itself, data: elsewhere }, { [stranger]: { code } })).error?.code, -32602);
  const { body } = await rpc(quote, "eth_getBlockByNumber", ["latest", {}]);
  assert.equal(body.error?.code, -32602);
});

test("web3: the bundler estimates operations that pay this quote, without state overrides, and no others", async () => {
  const quote = await newQuote();
  const operation = { sender: stranger, nonce: "0x0", callData: "0x", signature: "0x" };
  const { address } = canonicalContracts.entryPoint;
  const { body } = await rpc(quote, "eth_estimateUserOperationGas", [
    operation,
    address,
    { [stranger]: { balance: "0xff" } },
  ]);
  assert.equal(body.error?.code, -32601);
  assert.match(body.error?.message, /is of no account that is sponsored/);
});

test("web3: a token opens nothing once its payment is over, and nothing at all after 30 minutes", async () => {
  const quote = await newQuote();
  await api("DELETE", `/v1/payments/${quote.paymentId}`);
  const over = await rpc(quote, "eth_call", [{ to: usdc.address, data: balanceOf }, "latest"]);
  assert.deepEqual([over.body.error?.code, over.body.error?.data], [-32003, { status: "CANCELLED" }]);
  assert.equal((await rpc(quote, "eth_blockNumber", [])).body.error?.code, -32003);
  const receipt = await rpc(quote, "eth_getTransactionReceipt", [numberToHex(1, { size: 32 })]);
  assert.equal(receipt.body.result, null, "its payer may still learn the outcome");

  const other = await newQuote();
  assert.ok((await rpc(other, "eth_blockNumber", [])).body.result);
  const tokens = stack.railsplit.database.updateTable("checkoutTokens").where("quoteId", "=", other.id);
  const [row] = await tokens.set({ expiresAt: new Date() }).returning("quoteId").execute();
  assert.ok(row);
  assert.equal((await rpc(other, "eth_blockNumber", [])).status, 401);
  const paymaster = await fetch(other.paymasterUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "pm_getPaymasterStubData", params: [] }),
  });
  assert.equal(paymaster.status, 401);
});

test("web3: a new token is valid for 30 minutes", async () => {
  const quote = await newQuote();
  const tokens = stack.railsplit.database.selectFrom("checkoutTokens").select("expiresAt");
  const [token] = await tokens.where("quoteId", "=", quote.id).execute();
  const left = (token?.expiresAt.getTime() ?? 0) - Date.now();
  assert.ok(left > 29 * 60_000 && left <= 30 * 60_000, `${left}`);
});
