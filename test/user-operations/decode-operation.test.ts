import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, encodeFunctionData, erc20Abi, type Hex, parseAbi, zeroAddress } from "viem";
import { chainById, type PaymentTerms, paymentRouterAbi, tokenBySymbol } from "../../src/protocol/index.ts";
import { type Call, paymentCalls } from "../../src/protocol/payment-calls.ts";
import { OperationRefusedError } from "../../src/user-operations/errors.ts";
import { decodeOperation } from "../../src/user-operations/operation/decode-operation.ts";
import { checkEntryPoint, parseOperation } from "../../src/user-operations/operation/parse-operation.ts";

const router: Address = "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7";
const thief: Address = "0x6666666666666666666666666666666666666666";
const ethereum = chainById(1);
const usdt = ethereum && tokenBySymbol(ethereum, "USDT");
const usdc = ethereum && tokenBySymbol(ethereum, "USDC");
assert.ok(usdt && usdc);

const payment: PaymentTerms = {
  uuid: `0x${"00".repeat(16)}${"ab".repeat(16)}`,
  chainId: 1n,
  token: usdc.address,
  deadline: 2_000_000_000n,
  refundTo: zeroAddress,
  shares: [{ recipient: "0x1111111111111111111111111111111111111111", amount: 250_000_000n }],
};

const accountAbi = parseAbi([
  "function execute(address target, uint256 value, bytes data)",
  "function executeBatch((address target, uint256 value, bytes data)[] calls)",
  "function addOwner(address owner)",
]);

function batch(calls: readonly Call[]): { callData: Hex } {
  const args = [calls.map(({ to, value, data }) => ({ target: to, value, data }))] as const;
  return { callData: encodeFunctionData({ abi: accountAbi, functionName: "executeBatch", args }) };
}

const approve = (spender: Address, amount: bigint, to: Address = payment.token): Call => ({
  to,
  value: 0n,
  data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [spender, amount] }),
});
const pay: Call = {
  to: router,
  value: 0n,
  data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [payment] }),
};

test("approve and pay, and pay alone, are read back as the payment", () => {
  assert.deepEqual(decodeOperation(batch(paymentCalls(payment, router, usdc)), [router]), { payment, router });
  const alone = encodeFunctionData({ abi: accountAbi, functionName: "execute", args: [pay.to, pay.value, pay.data] });
  assert.deepEqual(decodeOperation({ callData: alone }, [router]), { payment, router });
});

test("a token that refuses to change an allowance is reset first", () => {
  const inTether = { ...payment, token: usdt.address };
  const calls = paymentCalls(inTether, router, usdt);
  assert.equal(calls.length, 3);
  assert.deepEqual(decodeOperation(batch(calls), [router]), { payment: inTether, router });
});

const refused: { title: string; operation: { callData: Hex } }[] = [
  { title: "no call at all", operation: batch([]) },
  { title: "call data of no account we know", operation: { callData: "0xdeadbeef" } },
  {
    title: "an administration call",
    operation: { callData: encodeFunctionData({ abi: accountAbi, functionName: "addOwner", args: [thief] }) },
  },
  { title: "a payment at another contract", operation: batch([approve(router, 1n), { ...pay, to: thief }]) },
  { title: "an allowance to somebody else", operation: batch([approve(thief, 1n), pay]) },
  { title: "an allowance in another token", operation: batch([approve(router, 1n, usdt.address), pay]) },
  { title: "an allowance above the total", operation: batch([approve(router, 250_000_001n), pay]) },
  {
    title: "a transfer beside the payment",
    operation: batch([
      {
        ...approve(router, 1n),
        data: encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [thief, 1n] }),
      },
      pay,
    ]),
  },
  { title: "native coin", operation: batch([approve(router, 1n), { ...pay, value: 1n }]) },
  { title: "something after the payment", operation: batch([pay, approve(thief, 1n)]) },
  {
    title: "another function of the router",
    operation: batch([
      {
        ...pay,
        data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "reclaim", args: [payment, usdc.address] }),
      },
    ]),
  },
];
for (const { title, operation } of refused) {
  test(`an operation with ${title} is refused`, () => {
    assert.throws(() => decodeOperation(operation, [router]), OperationRefusedError);
  });
}

test("only operations of EntryPoint v0.8 are read", () => {
  assert.throws(() => parseOperation({ sender: router, nonce: "1" }), OperationRefusedError);
  assert.throws(() => parseOperation(null), OperationRefusedError);
  assert.throws(() => checkEntryPoint("0x0000000071727De22E5E9d8BAf0edAc6f37da032"), OperationRefusedError);
  checkEntryPoint("0x4337084d9e255ff0702461cf8895ce9e3b5ff108");
  const { nonce, paymaster } = parseOperation({ sender: router, nonce: "0x2", callData: "0x", paymaster: null });
  assert.deepEqual([nonce, paymaster], [2n, undefined]);
});
