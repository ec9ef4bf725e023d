import { setTimeout as sleep } from "node:timers/promises";
import { SimpleSmartAccount } from "permissionless/accounts/simple";
import type { BrowserContext } from "playwright-core";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  hexToNumber,
  http,
  isAddressEqual,
  numberToHex,
  type TypedDataDefinition,
} from "viem";
import { createBundlerClient, createPaymasterClient } from "viem/account-abstraction";
import type { PrivateKeyAccount } from "viem/accounts";
import { canonicalContracts } from "../../../src/protocol/index.ts";
import type { SandboxChain } from "../../../src/sandbox/sandbox.ts";
import type { Eip1193Provider } from "../../../web/shared/wallets/eip1193.ts";

export type WalletRequest = { readonly method: string; readonly params?: readonly unknown[] };

/** What a wallet throws: EIP-1193. */
export class ProviderRpcError extends Error {
  override readonly name = "ProviderRpcError";
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const userRejected = () => new ProviderRpcError(4001, "User rejected the request.");

export type TestWalletOptions = {
  readonly account: PrivateKeyAccount;
  /** The chains, which the wallet reaches by endpoints of its own and not through our API. */
  readonly chains: ReadonlyMap<number, SandboxChain>;
  /** Where it is at first. */
  readonly chainId: number;
  readonly name?: string;
  /** A contract that takes the key's signatures for its own. The key's address when left out. */
  readonly contract?: Address;
  /** Those that it has to be told of first. */
  readonly unknownChains?: readonly number[];
  /** Whether it sends batches (EIP-5792): from the key's own address, which it upgrades (EIP-7702), sponsored by a service (ERC-7677). */
  readonly batches?: boolean;
  /** Called before anything that a person is asked: throw to say no, or never answer. */
  readonly approve?: (request: WalletRequest) => unknown;
};

/** A wallet as its user's machine runs it: keeps the key, asks before it uses it, and sends by itself. */
export type TestWallet = {
  readonly address: Address;
  readonly name: string;
  readonly provider: Eip1193Provider;
  /** All that was asked of it, in order. */
  readonly requests: readonly WalletRequest[];
  /** What it answered with an error, in order. */
  readonly failures: readonly { readonly method: string; readonly error: unknown }[];
  /** May be set at any time. */
  approve: (request: WalletRequest) => unknown;
  /** Answers in place of the wallet, which `answer` asks. May be set at any time. */
  respond: (request: WalletRequest, answer: () => Promise<unknown>) => Promise<unknown>;
  /** As when the user chooses another account in it. */
  useAccount(account: PrivateKeyAccount): Promise<void>;
  useChain(chainId: number): Promise<void>;
  /** Sends a transaction, as when its user has changed what the page asked for. */
  send(transaction: { readonly from: Address; readonly to: Address; readonly data: Hex }): Promise<Hex>;
  /** Announces it in every frame of every page of a browser (EIP-6963). */
  install(context: BrowserContext): Promise<void>;
};

/** What a person is asked. */
const interactive = new Set([
  "eth_requestAccounts",
  "eth_sendTransaction",
  "eth_signTypedData_v4",
  "wallet_addEthereumChain",
  "wallet_sendCalls",
  "wallet_switchEthereumChain",
]);

const readable = new Set(["eth_getCode", "eth_getBalance", "eth_call", "eth_blockNumber"]);

let wallets = 0;

export function createTestWallet(options: TestWalletOptions): TestWallet {
  const { chains, batches = false } = options;
  wallets += 1;
  const name = options.name ?? `Test wallet ${wallets}`;
  const binding = `testWallet${wallets}`;
  const unknown = new Set(options.unknownChains);
  const requests: WalletRequest[] = [];
  const failures: { method: string; error: unknown }[] = [];
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const contexts: BrowserContext[] = [];
  let { account, chainId, contract } = options;
  const ownAddress = () => contract ?? account.address;

  const emit = async (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
    const frames = contexts.flatMap((context) => context.pages().flatMap((page) => page.frames()));
    await Promise.all(frames.map((frame) => frame.evaluate(emitInPage, { binding, event, value }).catch(() => {})));
  };
  const chainOf = (id: number): SandboxChain => {
    const chain = chains.get(id);
    if (!chain || unknown.has(id)) throw new ProviderRpcError(4902, `Unrecognized chain ID ${id}.`);
    return chain;
  };
  const useChain = async (id: number) => {
    chainOf(id);
    chainId = id;
    await emit("chainChanged", numberToHex(id));
  };
  const clientOf = ({ local, rpcUrl }: SandboxChain) =>
    createWalletClient({ account, chain: local.chain, transport: http(rpcUrl) });
  const ownAccount = (address: unknown) => {
    if (!isAddressEqual(address as Address, ownAddress())) throw new ProviderRpcError(4100, "Not authorized.");
  };

  /** As MetaMask does: what is signed is for the chain that it is on. */
  const sign = async (address: unknown, json: unknown): Promise<Hex> => {
    ownAccount(address);
    const typedData = JSON.parse(json as string) as TypedDataDefinition;
    const domainChain = typedData.domain?.chainId;
    if (domainChain !== undefined && Number(domainChain) !== chainId) {
      throw new ProviderRpcError(-32603, `Provided chainId ${domainChain} must match the active chainId ${chainId}.`);
    }
    return account.signTypedData(typedData);
  };

  const send = async (transaction: { from: Address; to: Address; data: Hex }): Promise<Hex> => {
    ownAccount(transaction.from);
    const { to, data } = transaction;
    return clientOf(chainOf(chainId)).sendTransaction({ to, data });
  };

  /** The key becomes a smart account; the wallet's own bundler takes the operation, and whoever the page names pays for it. */
  const sendCalls = async (batch: Batch): Promise<{ id: Hex }> => {
    const chain = chainOf(hexToNumber(batch.chainId));
    const { url } = batch.capabilities.paymasterService;
    const client = createPublicClient({ chain: chain.local.chain, transport: http(chain.rpcUrl) });
    const smartAccount = await SimpleSmartAccount.toSimpleSmartAccount({
      client,
      owner: account,
      entryPoint: { address: canonicalContracts.entryPoint.address, version: "0.8" },
      eip7702: true,
    });
    const bundler = createBundlerClient({
      account: smartAccount,
      client,
      chain: client.chain,
      transport: http(chain.bundlerUrl),
      paymaster: createPaymasterClient({ transport: http(url) }),
    });
    const { address } = canonicalContracts.simple7702Account;
    const nonce = await client.getTransactionCount({ address: account.address });
    const isUpgraded = (await client.getCode({ address: account.address })) !== undefined;
    const authorization = isUpgraded ? undefined : await account.signAuthorization({ address, chainId, nonce });
    const calls = batch.calls.map(({ to, data, value }) => ({ to, data, value: BigInt(value) }));
    const send = () => bundler.sendUserOperation({ calls, ...(authorization && { authorization }) });
    return { id: await send().catch((error: unknown) => sendAgain(error, send)) };
  };

  const callsStatus = async (id: Hex) => {
    const { local, bundlerUrl } = chainOf(chainId);
    const bundler = createBundlerClient({ client: local, transport: http(bundlerUrl) });
    const receipt = await bundler.getUserOperationReceipt({ hash: id }).catch(() => undefined);
    const status = receipt === undefined ? 100 : receipt.success ? 200 : 500;
    return { version: "2.0.0", id, chainId: numberToHex(chainId), atomic: true, status };
  };

  const capabilities = () =>
    Object.fromEntries(
      [...chains.keys()].map((id) => [
        numberToHex(id),
        { atomic: { status: "ready" }, paymasterService: { supported: true } },
      ]),
    );

  const answer = async ({ method, params = [] }: WalletRequest): Promise<unknown> => {
    const [first, second] = params;
    switch (method) {
      case "eth_accounts":
      case "eth_requestAccounts":
        return [ownAddress()];
      case "eth_chainId":
        return numberToHex(chainId);
      case "eth_signTypedData_v4":
        return sign(first, second);
      case "eth_sendTransaction":
        return send(first as never);
      case "wallet_switchEthereumChain":
        return useChain(hexToNumber((first as { chainId: Hex }).chainId)).then(() => null);
      case "wallet_addEthereumChain":
        unknown.delete(hexToNumber((first as { chainId: Hex }).chainId));
        return null;
      case "wallet_getCapabilities":
        if (batches) return capabilities();
        break;
      case "wallet_sendCalls":
        if (batches) return sendCalls(first as Batch);
        break;
      case "wallet_getCallsStatus":
        if (batches) return callsStatus(first as Hex);
        break;
      default:
        if (readable.has(method)) return chainOf(chainId).local.request({ method, params } as never);
    }
    throw new ProviderRpcError(4200, `The method ${method} is not supported.`);
  };

  const request = async (asked: WalletRequest): Promise<unknown> => {
    requests.push(asked);
    if (interactive.has(asked.method)) await wallet.approve(asked);
    return wallet.respond(asked, () => answer(asked));
  };
  const wallet: TestWallet = {
    get address() {
      return ownAddress();
    },
    name,
    requests,
    failures,
    approve: options.approve ?? (() => {}),
    respond: (_request, answer) => answer(),
    provider: {
      request,
      on: (event, listener) => {
        const known = listeners.get(event) ?? new Set();
        listeners.set(event, known.add(listener as (value: unknown) => void));
      },
      removeListener: (event, listener) => listeners.get(event)?.delete(listener as (value: unknown) => void),
    },
    async useAccount(other) {
      account = other;
      contract = undefined;
      await emit("accountsChanged", [other.address]);
    },
    useChain,
    send,
    async install(context) {
      contexts.push(context);
      await context.exposeBinding(binding, async (_source, asked: WalletRequest) => {
        try {
          return { result: await request(asked) };
        } catch (error) {
          failures.push({ method: asked.method, error });
          const { code = -32603, message } = error as ProviderRpcError;
          return { error: { code, message } };
        }
      });
      await context.addInitScript(announceInPage, { binding, name });
    },
  };
  return wallet;
}

/** Tries at a price of gas that is sponsored. */
const mostBids = 10;

/**
 * A stock wallet bids twice what its node suggests, and anvil suggests by its last block alone: after a block with one generous transaction that is more than
 * is sponsored. A person tries again.
 */
export async function sendAgain(cause: unknown, send: () => Promise<Hex>): Promise<Hex> {
  let refusal = cause;
  for (let bid = 0; bid < mostBids; bid += 1) {
    if (!`${(refusal as Error).message}`.includes("is sponsored for this payment now")) break;
    await sleep(1_000);
    try {
      return await send();
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

type Batch = {
  readonly chainId: Hex;
  readonly calls: readonly { to: Address; data: Hex; value: Hex }[];
  readonly capabilities: { readonly paymasterService: { readonly url: string } };
};

/** Runs in the page: so it may use nothing from here. */
function announceInPage({ binding, name }: { binding: string; name: string }): void {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const provider = {
    async request({ method, params }: { method: string; params?: unknown[] }) {
      const call = (window as never)[binding] as (asked: unknown) => Promise<{ result?: unknown; error?: object }>;
      const { result, error } = await call({ method, params });
      if (error) throw Object.assign(new Error(), error);
      return result;
    },
    on(event: string, listener: (value: unknown) => void) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      listeners.get(event)?.delete(listener);
    },
  };
  const pixel =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const info = { uuid: binding, name, icon: pixel, rdns: "example.test-wallet" };
  const announce = () => {
    const detail = Object.freeze({ info, provider });
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  };
  window.addEventListener("eip6963:requestProvider", announce);
  window.addEventListener(`${binding}:event`, (event) => {
    const { name, value } = (event as CustomEvent<{ name: string; value: unknown }>).detail;
    for (const listener of listeners.get(name) ?? []) listener(value);
  });
  announce();
}

function emitInPage({ binding, event, value }: { binding: string; event: string; value: unknown }): void {
  window.dispatchEvent(new CustomEvent(`${binding}:event`, { detail: { name: event, value } }));
}
