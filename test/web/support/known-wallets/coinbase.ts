import { createPublicClient, type Hex, hexToNumber, http, numberToHex } from "viem";
import { createBundlerClient, createPaymasterClient, type SmartAccount } from "viem/account-abstraction";
import type { SandboxChain } from "../../../../src/sandbox/sandbox.ts";
import { outsideAccounts } from "../../../user-operations/account-kinds/accounts.ts";
import {
  createTestWallet,
  ProviderRpcError,
  sendAgain,
  type TestWallet,
  type TestWalletOptions,
} from "../test-wallet.ts";
import type { Batch } from "./batch.ts";

/**
 * As Coinbase's smart wallet did before EIP-5792 was final, and answers older pages: chain ids in capitals, `atomicBatch`, version 1.0, a bare id and words for a status. Its
 * account is at EntryPoint v0.6 and not there before its first operation. The code of its account is in no package: SimpleAccount's stands in for it.
 */
export async function coinbase(options: TestWalletOptions): Promise<TestWallet> {
  const { account, chains } = options;
  const clientOf = ({ local, rpcUrl }: SandboxChain) =>
    createPublicClient({ chain: local.chain, transport: http(rpcUrl) });
  const accountOn = (chain: SandboxChain): Promise<SmartAccount> =>
    outsideAccounts["simple-account-0.6"](clientOf(chain) as never, account);
  const chainOf = (id: Hex): SandboxChain => {
    const chain = chains.get(hexToNumber(id));
    if (!chain) throw new ProviderRpcError(5710, `Chain ${id} is not supported.`);
    return chain;
  };
  const { address } = await accountOn(chainOf(numberToHex(options.chainId)));
  const wallet = createTestWallet({ name: "Coinbase Wallet", ...options, contract: address });
  const sent = new Map<string, SandboxChain>();

  const bundlerOf = async (chain: SandboxChain, paymasterUrl?: string) => {
    const client = clientOf(chain);
    const paymaster = paymasterUrl ? createPaymasterClient({ transport: http(paymasterUrl) }) : undefined;
    return createBundlerClient({
      account: await accountOn(chain),
      client,
      chain: client.chain,
      transport: http(chain.bundlerUrl),
      ...(paymaster && { paymaster }),
    });
  };

  const sendCalls = async (batch: Batch): Promise<string> => {
    if (batch.version !== "1.0") throw new ProviderRpcError(-32602, `version: expected 1.0, got ${batch.version}`);
    const chain = chainOf(batch.chainId);
    const bundler = await bundlerOf(chain, batch.capabilities?.paymasterService?.url);
    const calls = batch.calls.map(({ to, data, value }) => ({ to, data, value: BigInt(value) }));
    const send = () => bundler.sendUserOperation({ calls });
    const id = await send().catch((error: unknown) => sendAgain(error, send));
    sent.set(id, chain);
    return id;
  };

  const callsStatus = async (id: Hex) => {
    const chain = sent.get(id);
    if (!chain) throw new ProviderRpcError(-32602, `Unknown bundle ${id}`);
    const bundler = await bundlerOf(chain);
    const included = await bundler.getUserOperationReceipt({ hash: id }).catch(() => undefined);
    if (!included) return { status: "PENDING" };
    return { status: "CONFIRMED", receipts: [{ status: included.success ? "0x1" : "0x0" }] };
  };

  wallet.respond = async ({ method, params = [] }, answer) => {
    if (method === "wallet_getCapabilities") {
      const all = { atomicBatch: { supported: true }, paymasterService: { supported: true } };
      return Object.fromEntries([...chains.keys()].map((id) => [numberToHex(id).toUpperCase().replace("X", "x"), all]));
    }
    if (method === "wallet_sendCalls") return sendCalls(params[0] as Batch);
    if (method === "wallet_getCallsStatus") return callsStatus(params[0] as Hex);
    // What an account that is not there yet signs, nobody could check.
    if (method === "eth_signTypedData_v4") throw new ProviderRpcError(4200, "Not asked in these tests.");
    return answer();
  };
  return wallet;
}
