import assert from "node:assert/strict";
import { SimpleSmartAccount } from "permissionless/accounts/simple";
import { createWalletClient, encodeFunctionData, type Hex, http, type LocalAccount, numberToHex, parseAbi } from "viem";
import {
  entryPoint08Abi,
  formatUserOperationRequest,
  type SmartAccount,
  toPackedUserOperation,
  type UserOperation,
} from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { callApi, type Json } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { canonicalContracts, paymentCalls, type Token } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";

// User operations as somebody makes them who knows a payment's public URL, and bundles for himself.

export type Operation = UserOperation<"0.8">;
type LocalChain = Pick<SandboxChain, "local" | "chain" | "rpcUrl">;
type Answer = { readonly sponsored?: Operation; readonly error?: Json };

const entryPoint = canonicalContracts.entryPoint.address;

export async function newQuote({ state }: Pick<Stack, "state">, chainId: number, amount: string): Promise<Json> {
  const payment = await callApi(state, "POST", "/v1/payments", { amount, currency: "USD" });
  return callApi(state, "POST", `/v1/checkout/${payment.id}/quotes`, { chainId, token: "USDC" });
}

export async function rpc(url: string, method: string, params: unknown[], token?: string): Promise<Json> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return response.json();
}

/** Asks for a sponsorship. Answers the sponsored operation, or the error. */
export async function ask(quote: Json, operation: Operation): Promise<Answer> {
  const params = [formatUserOperationRequest(operation), entryPoint];
  const { result, error } = await rpc(quote.paymasterUrl, "pm_getPaymasterData", params);
  return error ? { error } : { sponsored: { ...operation, ...result } };
}

export function newAccount({ local }: LocalChain, key: Hex = generatePrivateKey()): Promise<SmartAccount> {
  const owner = privateKeyToAccount(key);
  return SimpleSmartAccount.toSimpleSmartAccount({
    client: local as never,
    owner,
    entryPoint: { address: entryPoint, version: "0.8" },
  });
}

/** An operation of an account that pays a quote, before anybody has said what gas it needs. */
export async function unpriced(quote: Json, account: SmartAccount, token: Token) {
  const callData = await account.encodeCalls(paymentCalls(termsFromJson(quote.terms), quote.router, token));
  const factory = (await account.isDeployed()) ? {} : await account.getFactoryArgs();
  const signature = await account.getStubSignature();
  return { sender: account.address, nonce: await account.getNonce(), callData, ...factory, signature };
}

/** The same with the gas and fees that an honest wallet would ask for. */
export async function draft(
  { local, chain }: LocalChain,
  quote: Json,
  account: SmartAccount,
  token: Token,
): Promise<Operation> {
  const bare = await unpriced(quote, account, token);
  const unsigned = formatUserOperationRequest(bare as never);
  const stubParams = [unsigned, entryPoint, numberToHex(chain.id), {}];
  const { result: stub } = await rpc(quote.rpcUrl, "pm_getPaymasterStubData", stubParams, quote.checkoutToken);
  assert.ok(stub);
  const { sponsor: _, ...paymaster } = stub;
  const estimateParams = [{ ...unsigned, ...paymaster }, entryPoint];
  const { result: gas, error } = await rpc(
    quote.rpcUrl,
    "eth_estimateUserOperationGas",
    estimateParams,
    quote.checkoutToken,
  );
  assert.ok(gas, JSON.stringify(error));
  const { maxFeePerGas, maxPriorityFeePerGas } = await local.estimateFeesPerGas();
  const big = (value: Hex) => BigInt(value);
  return {
    ...bare,
    ...paymaster,
    callGasLimit: big(gas.callGasLimit),
    verificationGasLimit: big(gas.verificationGasLimit),
    preVerificationGas: big(gas.preVerificationGas),
    paymasterVerificationGasLimit: big(stub.paymasterVerificationGasLimit),
    paymasterPostOpGasLimit: big(stub.paymasterPostOpGasLimit),
    maxFeePerGas: 2n * maxFeePerGas,
    maxPriorityFeePerGas: 2n * maxPriorityFeePerGas,
  } as Operation;
}

/** Includes operations as a bundler does, and takes what the sponsor pays. */
export async function bundle(
  { local, rpcUrl }: LocalChain,
  bundler: LocalAccount,
  operations: readonly Operation[],
): Promise<void> {
  const wallet = createWalletClient({ account: bundler, chain: local.chain, transport: http(rpcUrl) });
  const packed = operations.map((operation) => toPackedUserOperation(operation));
  const args = [packed, bundler.address] as const;
  const data = encodeFunctionData({ abi: entryPoint08Abi, functionName: "handleOps", args });
  const hash = await wallet.sendTransaction({ to: entryPoint, data, gas: 16_000_000n });
  const { status } = await local.waitForTransactionReceipt({ hash });
  assert.equal(status, "success");
}

/** Deploys an account before its first operation, as anybody can by an operation of no use. */
export async function deploy({ local }: LocalChain, account: SmartAccount): Promise<void> {
  const abi = parseAbi(["function senderCreator() view returns (address)"]);
  const creator = await local.readContract({ address: entryPoint, abi, functionName: "senderCreator" });
  const { factory, factoryData } = await account.getFactoryArgs();
  assert.ok(factory && factoryData);
  await local.impersonateAccount({ address: creator });
  await local.setBalance({ address: creator, value: 10n ** 18n });
  const hash = await local.sendTransaction({ account: creator, to: factory, data: factoryData, gas: 500_000n });
  await local.waitForTransactionReceipt({ hash });
  assert.equal(await account.isDeployed(), true);
}
