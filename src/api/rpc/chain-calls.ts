import {
  type Address,
  decodeAbiParameters,
  decodeFunctionData,
  type Hex,
  isAddressEqual,
  keccak256,
  multicall3Abi,
  size,
  slice,
  toFunctionSelector,
} from "viem";
import { z } from "zod";
import { canonicalContracts, entryPoints, walletContracts } from "../../protocol/index.ts";
import { addressOfAnyCase, hexBytes, quantityText } from "../../schemas/index.ts";
import { RpcError } from "./json-rpc.ts";

/** The most gas that one question may use: nothing that pays a payment needs more. */
const maxGas = 3_000_000n;

/** More than fits into a request: what is too long is answered by the limit of its call. */
const maxBody = 50_000;

/** Bytes of one question's call data. */
const maxData = 20_000;

const { permit2, multicall3, simple7702Account } = canonicalContracts;
const { simpleAccountFactory, simpleAccountFactory07, simpleAccountFactory06 } = canonicalContracts;
const { safe, coinbaseSmartWallet } = walletContracts;

/** Of accounts that can be sponsored: each says where an account of it will be. */
const factories: readonly Address[] = [
  ...[simpleAccountFactory, simpleAccountFactory07, simpleAccountFactory06].map(({ address }) => address),
  ...[safe.proxyFactory, coinbaseSmartWallet.v1.factory, coinbaseSmartWallet.v1_1.factory],
];

/** Contracts that every way of paying may need. */
const sharedTargets: readonly Address[] = [
  ...Object.values(entryPoints),
  permit2.address,
  ...factories,
  simple7702Account.address,
  walletContracts.metaMaskDelegator.address,
];

/** What an account of the payer's own, at an address that nobody knows beforehand, may be asked: whether it checks signatures. */
const accountSelectors: readonly Hex[] = [
  toFunctionSelector("function isValidSignature(bytes32,bytes)"),
  toFunctionSelector("function supportsInterface(bytes4)"),
  toFunctionSelector("function getNonce()"),
  toFunctionSelector("function entryPoint()"),
  toFunctionSelector("function owner()"),
];

const multicallBalance = toFunctionSelector("function getEthBalance(address)");

/** The contract that permissionless has nodes run without deploying it, to ask the EntryPoint for an account's address. */
const senderAddressHelper = {
  length: 674,
  hash: "0x20b1a9a2fc7d283e47e145add6102a4f7bd032d6f3265b824aac2e5c407f80a4",
};

const hex = hexBytes(maxBody);
const quantity = quantityText;
const address = addressOfAnyCase;
const hash = hexBytes(32, 32);
const block = z.union([z.enum(["latest", "pending", "safe", "finalized", "earliest"]), quantity], "expected a block");
const call = z.strictObject({
  from: address.optional(),
  to: address.nullish(),
  data: hex.optional(),
  input: hex.optional(),
  value: quantity.optional(),
  gas: quantity.optional(),
  gasPrice: quantity.optional(),
  maxFeePerGas: quantity.optional(),
  maxPriorityFeePerGas: quantity.optional(),
  nonce: quantity.optional(),
  type: quantity.optional(),
  chainId: quantity.optional(),
  accessList: z.array(z.never()).optional(),
});
type Call = z.output<typeof call>;

const none = z.tuple([]);
const ofAccount = z.union([z.tuple([address, block]), z.tuple([address]).transform(([one]) => [one, "latest"])]);
const calling = z.union([z.tuple([call, block]), z.tuple([call]).transform(([one]) => [one, "latest"] as const)]);
/** An account whose code is another for one question. */
const override = z.record(z.string(), z.strictObject({ code: hex }));
type Override = z.output<typeof override>;

/** What a payer may ask the chain, with the shape of each method's parameters: anything more, such as another state override, is refused. */
const methods = {
  eth_blockNumber: none,
  eth_call: z.union([calling, z.tuple([call, block, override])]),
  eth_estimateGas: calling,
  eth_feeHistory: z.tuple([
    z.union([quantity, z.int()]).refine((blocks) => BigInt(blocks) <= 100n, "at most 100 blocks"),
    block,
    z.array(z.number().min(0).max(100)).max(10).nullish(),
  ]),
  eth_gasPrice: none,
  eth_getBalance: ofAccount,
  // With its transactions: how viem finds the one that replaced another.
  eth_getBlockByNumber: z.tuple([block, z.boolean()]),
  eth_getCode: ofAccount,
  eth_getTransactionByHash: z.tuple([hash]),
  eth_getTransactionCount: ofAccount,
  eth_getTransactionReceipt: z.tuple([hash]),
  eth_maxPriorityFeePerGas: none,
  net_version: none,
} as const;

type ChainMethod = keyof typeof methods;

export function isChainMethod(method: string): method is ChainMethod {
  return Object.hasOwn(methods, method);
}

/** The contracts of the payment that is paid. */
export type CallTargets = { readonly routers: readonly Address[]; readonly tokens: readonly Address[] };

/**
 * A payer's question to the chain as it is passed on: its parameters checked, calls only to what pays this payment, their gas capped. Throws `RpcError`.
 */
export function checkedParameters(method: ChainMethod, params: unknown, targets: CallTargets): readonly unknown[] {
  const parsed = methods[method].safeParse(params);
  if (!parsed.success) throw new RpcError(-32602, `Wrong parameters of ${method}: ${z.prettifyError(parsed.error)}`);
  if (method !== "eth_call" && method !== "eth_estimateGas") return parsed.data;
  const [asked, at, overridden] = parsed.data as readonly [Call, unknown, Override?];
  const { to, input, data = input ?? "0x", gas } = asked;
  if (size(data) > maxData) throw new RpcError(-32602, `At most ${maxData} bytes of call data are passed on.`);
  if (overridden && !isPaymentOfAccount(targets, asked, data, overridden)) {
    throw new RpcError(-32602, "The only state override is Multicall3's code at an account that calls itself to pay.");
  }
  if (!overridden && !isAllowed(targets, to ?? undefined, data)) {
    throw new RpcError(
      -32602,
      "Only this payment's token and router, Permit2, Multicall3, the EntryPoint and accounts can be called here.",
    );
  }
  const capped = gas === undefined || BigInt(gas) > maxGas ? `0x${maxGas.toString(16)}` : gas;
  const { from, value } = asked;
  const fields = { from, to, data, value, gas: capped };
  const passedOn = Object.fromEntries(Object.entries(fields).filter(([, field]) => field != null));
  return overridden ? [passedOn, at, overridden] : [passedOn, at];
}

/** Whether an account tries what pays, and nothing else, as if its own code carried it out: a page simulates so what a wallet will be asked. */
function isPaymentOfAccount(
  { routers, tokens }: CallTargets,
  { from, to }: Call,
  data: Hex,
  overridden: Override,
): boolean {
  const [[account, { code }] = ["", { code: "0x" as const }], ...others] = Object.entries(overridden);
  if (others.length > 0 || keccak256(code) !== multicall3.codeHash) return false;
  const isItself = [from, to].every((one) => one?.toLowerCase() === account.toLowerCase());
  const calls = batchedCalls(data);
  const targets = [...routers, ...tokens];
  return (
    isItself && calls.length > 0 && calls.every(({ target }) => targets.some((one) => isAddressEqual(one, target)))
  );
}

function isAllowed(targets: CallTargets, to: Address | undefined, data: Hex): boolean {
  if (to === undefined) return asksForSender(data);
  if (isAddressEqual(to, multicall3.address)) return isAllowedBatch(targets, data);
  return isTarget(targets, to) || isAccountCall(data);
}

function isTarget({ routers, tokens }: CallTargets, to: Address): boolean {
  return [...routers, ...tokens, ...sharedTargets].some((target) => isAddressEqual(target, to));
}

function isAccountCall(data: Hex): boolean {
  return size(data) >= 4 && accountSelectors.includes(slice(data, 0, 4));
}

/** Every call of a batch by itself. */
function isAllowedBatch(targets: CallTargets, data: Hex): boolean {
  if (asksForBalance(data)) return true;
  const calls = batchedCalls(data);
  return (
    calls.length > 0 &&
    calls.every(({ target, callData }) =>
      isAddressEqual(target, multicall3.address)
        ? asksForBalance(callData)
        : isTarget(targets, target) || isAccountCall(callData),
    )
  );
}

const asksForBalance = (data: Hex) => size(data) >= 4 && slice(data, 0, 4) === multicallBalance;

/** The calls of Multicall3's `aggregate3`; none of anything else. */
function batchedCalls(data: Hex): readonly { readonly target: Address; readonly callData: Hex }[] {
  try {
    const { functionName, args } = decodeFunctionData({ abi: multicall3Abi, data });
    return functionName === "aggregate3" ? args[0] : [];
  } catch {
    return [];
  }
}

/** Whether a call without a target asks the EntryPoint for the address of an account of a factory that we know. */
function asksForSender(data: Hex): boolean {
  const { length, hash: expected } = senderAddressHelper;
  if (size(data) <= length || keccak256(slice(data, 0, length)) !== expected) return false;
  try {
    const [asked, initCode] = decodeAbiParameters([{ type: "address" }, { type: "bytes" }], slice(data, length));
    const factory = size(initCode) >= 20 ? slice(initCode, 0, 20) : undefined;
    return (
      Object.values(entryPoints).some((one) => isAddressEqual(asked, one)) &&
      factory !== undefined &&
      factories.some((one) => isAddressEqual(one, factory))
    );
  } catch {
    return false;
  }
}
