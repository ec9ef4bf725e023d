import { type Hex, HttpRequestError, RpcRequestError, TimeoutError } from "viem";
import { BundlerUnavailableError, createJsonRpc } from "../chain/index.ts";
import { type EntryPointVersion, entryPoints } from "../protocol/index.ts";
import { OperationRevertsError } from "./errors.ts";
import { callGasProblem } from "./operation/call-gas.ts";
import type { RpcOperation } from "./operation/parse-operation.ts";

/** Any bundler that speaks ERC-7769. Requests and answers pass through as they are on the wire. */
export type Bundler = {
  /** Tries the operation, calls included, against the current state. Throws `OperationRevertsError`, also where its calls have too little gas. */
  simulate(operation: RpcOperation, entryPoint: EntryPointVersion): Promise<void>;
  /** Answers the hash of an accepted operation; an `RpcRequestError` means it was refused for good. */
  send(operation: RpcOperation, entryPoint: EntryPointVersion): Promise<Hex>;
  /** Any other method. Errors of the bundler come as `RpcRequestError`, with its code and data. */
  request(method: string, params: unknown): Promise<unknown>;
};

/** Throws `BundlerUnavailableError` from every method when the endpoint does not answer in time: milliseconds, fifteen seconds by default. */
export function createBundler(url: string, timeout = 15_000): Bundler {
  // No retry: whether to send an operation again is the caller's to say.
  const endpoint = createJsonRpc(url, { timeout, maxBatch: 1 });

  const request = async (method: string, params: unknown): Promise<unknown> => {
    try {
      return await endpoint.request({ method, params } as never);
    } catch (error) {
      if (error instanceof HttpRequestError || error instanceof TimeoutError) throw new BundlerUnavailableError(error);
      throw error;
    }
  };
  return {
    request,
    async simulate(operation, entryPoint) {
      const estimate = await request("eth_estimateUserOperationGas", [operation, entryPoints[entryPoint]]).catch(
        (error: unknown) => {
          if (error instanceof RpcRequestError) throw new OperationRevertsError(error.details);
          throw error;
        },
      );
      const problem = callGasProblem(operation, estimate);
      if (problem) throw new OperationRevertsError(problem);
    },
    async send(operation, entryPoint) {
      return (await request("eth_sendUserOperation", [operation, entryPoints[entryPoint]])) as Hex;
    },
  };
}
