import {
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hexToNumber,
  http,
  numberToHex,
  parseAbi,
  parseAbiParameters,
} from "viem";
import { walletContracts } from "../../../../src/protocol/index.ts";
import type { SandboxChain } from "../../../../src/sandbox/sandbox.ts";
import { createTestWallet, ProviderRpcError, type TestWallet, type TestWalletOptions } from "../test-wallet.ts";
import type { Batch } from "./batch.ts";

const { address: delegator } = walletContracts.metaMaskDelegator;

const executeAbi = parseAbi(["function execute(bytes32 mode, bytes executionCalldata)"]);
const executions = parseAbiParameters([
  "Execution[] executions",
  "struct Execution { address target; uint256 value; bytes callData; }",
]);
const batchMode: Hex = `0x01${"00".repeat(31)}`;

export type MetaMaskOptions = TestWalletOptions & {
  /** Whether its user has turned the offer of a smart account off. */
  readonly upgradesOff?: boolean;
};

/**
 * As MetaMask sends batches: it says `ready` of a plain key and `supported` of one that delegates to its delegator, of the chains that it was asked about alone. It
 * wants version 2.0.0, takes no capability that is not optional, knows no paymaster, and sends a transaction of the key's own.
 */
export function metaMask(options: MetaMaskOptions): TestWallet {
  const { account, chains, upgradesOff = false } = options;
  const wallet = createTestWallet({ name: "MetaMask", ...options });
  const sent = new Map<string, { readonly chain: SandboxChain; readonly hash: Hex }>();
  const isUpgraded = async ({ local }: SandboxChain) =>
    (await local.getCode({ address: account.address }))?.toLowerCase() ===
    `0xef0100${delegator.slice(2)}`.toLowerCase();

  const capabilities = async (chainIds: readonly Hex[] | undefined) => {
    const asked = [...chains].filter(([id]) => !chainIds || chainIds.some((each) => Number(each) === id));
    const entries = asked.map(async ([id, chain]) => {
      const status = (await isUpgraded(chain)) ? "supported" : "ready";
      return [numberToHex(id), { atomic: { status } }] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  };

  const sendCalls = async (batch: Batch): Promise<{ id: string }> => {
    if (batch.version !== "2.0.0") {
      throw new ProviderRpcError(-32602, `Version not supported: Got ${batch.version}, expected 2.0.0`);
    }
    const required = Object.entries(batch.capabilities ?? {}).filter(([, { optional }]) => optional !== true);
    if (required.length > 0) {
      const names = required.map(([name]) => name).join(", ");
      throw new ProviderRpcError(5700, `Unsupported non-optional capabilities: ${names}`);
    }
    const chain = chains.get(hexToNumber(batch.chainId));
    if (!chain) throw new ProviderRpcError(5710, `EIP-7702 not supported on chain: ${batch.chainId}`);
    const upgraded = await isUpgraded(chain);
    if (!upgraded && upgradesOff) throw new ProviderRpcError(5750, "EIP-7702 upgrade disabled by the user");
    const client = createWalletClient({ account, chain: chain.local.chain, transport: http(chain.rpcUrl) });
    const calls = batch.calls.map(({ to, value, data }) => ({ target: to, value: BigInt(value), callData: data }));
    const args = [batchMode, encodeAbiParameters(executions, [calls])] as const;
    const data = encodeFunctionData({ abi: executeAbi, functionName: "execute", args });
    const authorizationList = upgraded
      ? undefined
      : [await client.signAuthorization({ contractAddress: delegator, executor: "self" })];
    const transaction = { to: account.address, data, gas: 800_000n };
    const hash = await client.sendTransaction({ ...transaction, ...(authorizationList && { authorizationList }) });
    const id = numberToHex(sent.size + 1, { size: 16 });
    sent.set(id, { chain, hash });
    return { id };
  };

  const callsStatus = async (id: string) => {
    const found = sent.get(id);
    if (!found) throw new ProviderRpcError(5730, "No matching bundle found");
    const receipt = await found.chain.local.getTransactionReceipt({ hash: found.hash }).catch(() => undefined);
    const status = receipt === undefined ? 100 : receipt.status === "success" ? 200 : 500;
    return { version: "2.0.0", id, chainId: numberToHex(found.chain.chain.id), atomic: true, status };
  };

  wallet.respond = async ({ method, params = [] }, answer) => {
    if (method === "wallet_getCapabilities") return capabilities(params[1] as readonly Hex[] | undefined);
    if (method === "wallet_sendCalls") return sendCalls(params[0] as Batch);
    if (method === "wallet_getCallsStatus") return callsStatus(params[0] as string);
    return answer();
  };
  return wallet;
}
