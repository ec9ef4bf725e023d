import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, concat, encodeFunctionData, erc20Abi, type Hex, parseAbi, zeroAddress } from "viem";
import { formatUserOperationRequest, getUserOperationHash } from "viem/account-abstraction";
import {
  chainById,
  entryPoints,
  type PaymentTerms,
  paymentRouterAbi,
  tokenBySymbol,
} from "../../src/protocol/index.ts";
import { type Call, paymentCalls } from "../../src/protocol/payment-calls.ts";
import { accountKinds } from "../../src/user-operations/account-kinds/index.ts";
import { OperationRefusedError } from "../../src/user-operations/errors.ts";
import { decodeOperation } from "../../src/user-operations/operation/decode-operation.ts";
import { operationHash, parseOperation, readEntryPoint } from "../../src/user-operations/operation/parse-operation.ts";

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

const decode = (operation: { callData: Hex }) =>
  decodeOperation({ ...operation, entryPoint: "0.8" }, Object.values(accountKinds), [router]);

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
  assert.deepEqual(decode(batch(paymentCalls(payment, router, usdc))), { payment, router });
  const alone = encodeFunctionData({ abi: accountAbi, functionName: "execute", args: [pay.to, pay.value, pay.data] });
  assert.deepEqual(decode({ callData: alone }), { payment, router });
});

test("a token that refuses to change an allowance is reset first", () => {
  const inTether = { ...payment, token: usdt.address };
  const calls = paymentCalls(inTether, router, usdt);
  assert.equal(calls.length, 3);
  assert.deepEqual(decode(batch(calls)), { payment: inTether, router });
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
    assert.throws(() => decode(operation), OperationRefusedError);
  });
}

test("readEntryPoint: the version of what is served, and a refusal that names what is", () => {
  assert.equal(readEntryPoint("0x4337084d9e255ff0702461cf8895ce9e3b5ff108", ["0.8"]), "0.8");
  const v07 = "0x0000000071727De22E5E9d8BAf0edAc6f37da032";
  assert.equal(readEntryPoint(v07, ["0.8", "0.7"]), "0.7");
  assert.throws(() => readEntryPoint(v07, ["0.8"]), /Only EntryPoint v0\.8 \(0x4337/);
  for (const other of [router, "0x", null]) assert.throws(() => readEntryPoint(other, ["0.8"]), OperationRefusedError);
});

test("parseOperation: what is none of its EntryPoint is refused", () => {
  assert.throws(() => parseOperation({ sender: router, nonce: "1" }, "0.8"), OperationRefusedError);
  assert.throws(() => parseOperation(null, "0.6"), /Not a user operation of EntryPoint v0\.6/);
  const { nonce, paymaster } = parseOperation({ sender: router, nonce: "0x2", callData: "0x", paymaster: null }, "0.8");
  assert.deepEqual([nonce, paymaster], [2n, undefined]);
  const short = { sender: router, nonce: "0x2", callData: "0x", initCode: "0x1234" };
  assert.throws(() => parseOperation(short, "0.6"), /an address first/);
});

test("operationHash: an operation of each EntryPoint has the hash that its own shape has", () => {
  const shared = {
    sender: router,
    nonce: 7n,
    callData: "0x1234",
    callGasLimit: 1n,
    verificationGasLimit: 2n,
    preVerificationGas: 3n,
    maxFeePerGas: 5n,
    maxPriorityFeePerGas: 4n,
    signature: "0x",
  } as const;
  const initCode = concat([thief, "0xabcd"]);
  const paymasterAndData = concat([router, "0xef"]);
  const v06 = { ...shared, initCode, paymasterAndData };
  assert.equal(
    operationHash(parseOperation(formatUserOperationRequest(v06), "0.6"), 8453),
    getUserOperationHash({
      chainId: 8453,
      entryPointAddress: entryPoints["0.6"],
      entryPointVersion: "0.6",
      userOperation: v06,
    }),
  );
  const own = { paymasterVerificationGasLimit: 6n, paymasterPostOpGasLimit: 1n };
  const v07 = {
    ...shared,
    ...own,
    factory: thief,
    factoryData: "0xabcd",
    paymaster: router,
    paymasterData: "0xef",
  } as const;
  assert.equal(
    operationHash(parseOperation(formatUserOperationRequest(v07), "0.7"), 8453),
    getUserOperationHash({
      chainId: 8453,
      entryPointAddress: entryPoints["0.7"],
      entryPointVersion: "0.7",
      userOperation: v07,
    }),
  );
});
