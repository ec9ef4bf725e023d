import { setTimeout as sleep } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { SimpleSmartAccount } from "permissionless/accounts/simple";
import {
  type Address,
  BaseError,
  custom,
  type Hex,
  HttpRequestError,
  hexToBigInt,
  parseAbi,
  RpcRequestError,
  TimeoutError,
} from "viem";
import {
  createBundlerClient,
  formatUserOperationRequest,
  prepareUserOperation,
  type SmartAccount,
} from "viem/account-abstraction";
import { type LocalAccount, privateKeyToAccount } from "viem/accounts";
import {
  BundlerUnavailableError,
  broadcastResultOf,
  type ChainClient,
  ChainUnavailableError,
  type GasMarket,
  NoProviderError,
} from "../../chain/index.ts";
import { canonicalContracts } from "../../protocol/index.ts";
import type { Clock } from "../../runtime/index.ts";
import {
  accountKinds,
  type GasSponsor,
  knownAccountOf,
  type Operation,
  OperationRefusedError,
  operationHash,
  parseOperation,
  type RpcOperation,
  totalGas,
} from "../../user-operations/index.ts";
import { LaneRefusedError } from "../errors.ts";
import type { BundlerHealth } from "./bundler-health.ts";
import type { GasFees, Lane, LaneJob } from "./lane.ts";
import { presentFees } from "./transaction-lane.ts";

/** Pending operations of the account: bundlers accept ten of an account without stake, each under a nonce key of its own. */
const maxPendingOperations = 10;

/** Of one operation's call. Bundles are 20,000,000 at most, often less. */
const maxGas = 4_000_000n;

/** Beside the call: validation of account and sponsor, and what the bundler takes. */
const otherGas = 1_000_000n;

/** Bundlers ask for a little more than the going rate. */
const premium = (fee: bigint) => (fee * 5n) / 4n;

/**
 * How long the account's deployment may take, and how often it is polled. Where the bundler refuses it, another process may be deploying it, which takes a block or
 * two; and it is not tried again for a while. Milliseconds.
 */
const deploymentTimeout = 20_000;
const refusedTimeout = 3_000;
const refusalMemory = 60_000;
const pollingInterval = 250;

const nonceAbi = parseAbi(["function getNonce(address sender, uint192 key) view returns (uint256)"]);
const entryPoint = canonicalContracts.entryPoint.address;

export type BundlerLaneOptions = {
  readonly chainId: number;
  readonly client: ChainClient;
  readonly health: BundlerHealth;
  readonly sponsor: GasSponsor;
  readonly gasMarket: GasMarket;
  readonly ownerKey: Hex;
  readonly clock: Clock;
};

/** User operations of a smart account of our own: the sponsor pays for it, so it holds no native token, and many can be in flight at once. */
export function createBundlerLane(options: BundlerLaneOptions): Lane {
  const { chainId, client, health, gasMarket } = options;
  const { bundler } = health;
  const owner = privateKeyToAccount(options.ownerKey);
  const account = createSmartAccount(options, owner);

  const receiptOf = async (hash: Hex) =>
    (await bundler.request("eth_getUserOperationReceipt", [hash])) as { receipt: { transactionHash: Hex } } | null;
  return {
    name: "bundler",
    // Named by the owner, since the chain has to be asked for the account.
    sequences: Array.from({ length: maxPendingOperations }, (_, key) => ({
      address: owner.address,
      nonceKey: BigInt(key),
    })),
    depth: 1,
    maxGas,
    isAvailable: () => health.isUp(),
    sender: () => account.address(),
    async nextNonce({ nonceKey }) {
      const args = [await account.address(), nonceKey] as const;
      const nonce = await client.readContract({ address: entryPoint, abi: nonceAbi, functionName: "getNonce", args });
      return BigInt.asUintN(64, nonce);
    },
    async fees() {
      const { maxFeePerGas, maxPriorityFeePerGas } = await presentFees(gasMarket);
      return { maxFeePerGas: premium(maxFeePerGas), maxPriorityFeePerGas: premium(maxPriorityFeePerGas) };
    },
    async sign(job) {
      try {
        const raw = await account.sign(job);
        return { hash: operationHash(parseOperation(raw, "0.8"), chainId), envelope: JSON.stringify(raw) };
      } catch (error) {
        throw explain(error);
      }
    },
    async send(envelope) {
      try {
        await bundler.send(JSON.parse(envelope) as RpcOperation, "0.8");
        return { type: "ACCEPTED" };
      } catch (error) {
        return broadcastResultOf(error);
      }
    },
    async isPending(hash) {
      const known = (await bundler.request("eth_getUserOperationByHash", [hash])) as { blockNumber?: unknown } | null;
      return known !== null && known.blockNumber == null;
    },
    inclusionOf: async (hash) => (await receiptOf(hash))?.receipt.transactionHash ?? null,
  };
}

/** The account of `ownerKey` as the factory makes it, deployed with the first job. */
function createSmartAccount({ client, health, sponsor, clock }: BundlerLaneOptions, owner: LocalAccount) {
  const { bundler } = health;
  const deploying = new Mutex();
  let loaded: SmartAccount | undefined;
  /** What the last try to deploy the account came to, for as long as it counts. */
  let undeployable: { readonly error: unknown; readonly until: number } | undefined;
  const load = async (): Promise<SmartAccount> => {
    loaded ??= await SimpleSmartAccount.toSimpleSmartAccount({
      client,
      owner,
      entryPoint: { address: entryPoint, version: "0.8" },
    });
    return loaded;
  };
  const bundlerClient = createBundlerClient({
    client,
    transport: custom(
      { request: ({ method, params }) => bundler.request(method, params).catch(refuse) },
      { retryCount: 0 },
    ),
  });

  const prepare = async (
    calls: readonly { readonly to: Address; readonly value: bigint; readonly data: Hex }[],
    validUntil: Date,
    settled: { readonly nonce?: bigint; readonly callGasLimit?: bigint } & Partial<GasFees> = {},
  ): Promise<RpcOperation> => {
    const account = await load();
    const prepared = await prepareUserOperation(bundlerClient, {
      account,
      calls: calls.map(({ to, value, data }) => ({ to, value, data })),
      ...settled,
      paymaster: {
        async getPaymasterStubData() {
          const { paymaster, paymasterData, paymasterVerificationGasLimit, paymasterPostOpGasLimit } = sponsor.stub();
          return {
            paymaster,
            paymasterData,
            paymasterVerificationGasLimit: hexToBigInt(paymasterVerificationGasLimit),
            paymasterPostOpGasLimit: hexToBigInt(paymasterPostOpGasLimit),
          };
        },
        async getPaymasterData(parameters) {
          const operation = { ...parameters, entryPoint: "0.8" } as unknown as Operation;
          if (totalGas(operation) > maxGas + otherGas)
            throw new OperationRefusedError("The bundler asks for too much gas.");
          const { codeHash } = await knownAccountOf(client, [accountKinds["simple-account"]], operation);
          return sponsor.sponsor(operation, codeHash, validUntil);
        },
      },
    });
    const operation = prepared as unknown as Operation;
    const signature = await account.signUserOperation(operation);
    return formatUserOperationRequest({ ...operation, signature }) as RpcOperation;
  };

  /** Only one operation can deploy the account, so it does nothing else, and all others wait for it. */
  const deploy = async (validUntil: Date): Promise<void> => {
    const account = await load();
    if (await account.isDeployed()) return;
    if (undeployable && clock().getTime() < undeployable.until) throw undeployable.error;
    // Another process may be at it too: then this one is refused, and the account comes all the same.
    const refused = await bundler
      .send(await prepare([{ to: account.address, value: 0n, data: "0x" }], validUntil), "0.8")
      .catch(refuse)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    const timeout = refused === undefined ? deploymentTimeout : refusedTimeout;
    for (let waited = 0; waited < timeout; waited += pollingInterval) {
      if (await account.isDeployed()) return;
      await sleep(pollingInterval);
    }
    const error = refused ?? new BundlerUnavailableError(new Error("The relayer's account was not deployed in time."));
    undeployable = { error, until: clock().getTime() + refusalMemory };
    throw error;
  };

  return {
    address: async () => (await load()).address,
    async sign({ sequence, nonce, call, gas, fees, validUntil }: LaneJob): Promise<RpcOperation> {
      if (!(await (await load()).isDeployed())) await deploying.runExclusive(() => deploy(validUntil));
      return prepare([call], validUntil, { nonce: (sequence.nonceKey << 64n) | nonce, callGasLimit: gas, ...fees });
    },
  };
}

/** An error that the bundler answered with. */
function refuse(error: unknown): never {
  throw error instanceof RpcRequestError ? new LaneRefusedError(error.details) : error;
}

/** What asking our own node may throw: the bundler's errors are of other types by then. */
const nodeErrors = [RpcRequestError, HttpRequestError, TimeoutError, NoProviderError];

/** viem wraps errors, so this walks the causes. An error that cannot be attributed (a malformed answer, say) counts as the bundler's. */
function explain(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BundlerUnavailableError || cause instanceof LaneRefusedError) return cause;
    if (cause instanceof OperationRefusedError) return new LaneRefusedError(cause.message);
    if (nodeErrors.some((type) => cause instanceof type)) return new ChainUnavailableError(error);
  }
  return error instanceof BaseError ? new LaneRefusedError(error.shortMessage) : error;
}
