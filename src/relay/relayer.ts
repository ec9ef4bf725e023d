import { setTimeout as sleep } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { toSimpleSmartAccount } from "permissionless/accounts";
import { BaseError, custom, type Hex, hexToBigInt, numberToHex, RpcRequestError } from "viem";
import {
  createBundlerClient,
  formatUserOperationRequest,
  prepareUserOperation,
  type SmartAccount,
} from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts } from "../protocol/index.ts";
import type { Bundler } from "./bundler.ts";
import { BundlerUnavailableError, OperationRevertsError } from "./errors.ts";
import type { OperationRelay } from "./operation-relay.ts";
import type { Call } from "./payment-calls.ts";
import type { Operation, RpcOperation } from "./user-operation.ts";

/**
 * Submits what payers only signed. It is a smart account of our own whose gas the sponsor pays: it needs no coin, and a nonce key of its own for
 * every operation lets many be under way at once.
 */
export type Relayer = {
  /**
   * Makes a signed, sponsored operation of the calls, and so tries them against the chain as it is. Throws `OperationRevertsError` or
   * `BundlerUnavailableError`.
   */
  prepare(calls: readonly Call[], validUntil: Date): Promise<RpcOperation>;
};

/** Milliseconds that the account's deployment may take, and between two looks. */
const deploymentPatience = 20_000;
const pollingInterval = 250;

export function createRelayer(relay: Omit<OperationRelay, "relayer">, ownerKey: Hex): Relayer {
  const { client, bundler, sponsor } = relay;
  const deploying = new Mutex();
  let account: SmartAccount | undefined;

  const accountOf = async (): Promise<SmartAccount> => {
    account ??= await toSimpleSmartAccount({
      client,
      owner: privateKeyToAccount(ownerKey),
      entryPoint: { address: canonicalContracts.entryPoint.address, version: "0.8" },
    });
    return account;
  };
  const prepare = async (calls: readonly Call[], validUntil: Date): Promise<RpcOperation> => {
    const sender = await accountOf();
    const bundlerClient = createBundlerClient({
      client,
      transport: custom({ request: ({ method, params }) => ask(bundler, method, params) }, { retryCount: 0 }),
    });
    const prepared = await prepareUserOperation(bundlerClient, {
      account: sender,
      calls: calls.map(({ to, value, data }) => ({ to, value, data })),
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
        getPaymasterData: (operation) => sponsor.sponsor(operation as unknown as Operation, validUntil),
      },
    });
    const operation = prepared as unknown as Operation;
    const signature = await sender.signUserOperation(operation);
    return formatUserOperationRequest({ ...operation, signature }) as RpcOperation;
  };

  /** Only one operation can deploy the account, so it does nothing else, and all others wait for it. */
  const deploy = async (validUntil: Date): Promise<void> => {
    const sender = await accountOf();
    if (await sender.isDeployed()) return;
    const nothing = { to: sender.address, value: 0n, data: "0x" } as const;
    // Another process may be at it too: then this one is refused, and the account comes all the same.
    const refused = await bundler.send(await prepare([nothing], validUntil)).then(
      () => undefined,
      (error: unknown) => error,
    );
    for (let waited = 0; waited < deploymentPatience; waited += pollingInterval) {
      if (await sender.isDeployed()) return;
      await sleep(pollingInterval);
    }
    throw refused ?? new BundlerUnavailableError(new Error("The relayer's account was not deployed in time."));
  };

  return {
    async prepare(calls, validUntil) {
      try {
        if (!(await (await accountOf()).isDeployed())) await deploying.runExclusive(() => deploy(validUntil));
        return await prepare(calls, validUntil);
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

/**
 * A bundler tries an operation behind those of the same account that still wait. What they touch is then warm or already changed, and dear again where
 * the operation lands alone: by up to this much, with seven balances, the router's and the token's own slots.
 */
const estimateMargin = 70_000n;

async function ask(bundler: Bundler, method: string, params: unknown): Promise<unknown> {
  const answer = await bundler.request(method, params);
  if (method !== "eth_estimateUserOperationGas") return answer;
  const { callGasLimit, ...others } = answer as { callGasLimit: Hex };
  return { ...others, callGasLimit: numberToHex(hexToBigInt(callGasLimit) + estimateMargin) };
}

/** viem wraps what our bundler threw. */
function explain(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BundlerUnavailableError) return cause;
    if (cause instanceof RpcRequestError) return new OperationRevertsError(cause.details);
  }
  return error instanceof BaseError ? new OperationRevertsError(error.shortMessage) : error;
}
