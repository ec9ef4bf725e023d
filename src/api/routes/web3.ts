import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { RpcRequestError } from "viem";
import { z } from "zod";
import { isCheckoutToken, quoteByCheckoutToken } from "../../payments/checkout-token.ts";
import { CheckoutTokenError, PaymentStateError } from "../../payments/errors.ts";
import { checkPayable, type Permitted, quoteOfOperation, submitOperation } from "../../payments/submit-operation.ts";
import { BundlerUnavailableError, OperationRefusedError, OperationRevertsError } from "../../relay/errors.ts";
import type { OperationRelay } from "../../relay/operation-relay.ts";
import { checkEntryPoint, parseOperation, type RpcOperation } from "../../relay/user-operation.ts";
import type { RouteContext } from "../context.ts";
import { ApiError } from "../errors.ts";
import { presentedKey } from "../keys.ts";
import { allows } from "../scopes.ts";

/** What a payer may read from the chain. */
const chainMethods = new Set([
  "eth_blockNumber",
  "eth_call",
  "eth_estimateGas",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_getBalance",
  "eth_getBlockByNumber",
  "eth_getCode",
  "eth_getTransactionByHash",
  "eth_getTransactionCount",
  "eth_getTransactionReceipt",
  "eth_maxPriorityFeePerGas",
  "net_version",
]);

/** What a payer may ask the bundler, beside sending. */
const bundlerMethods = new Set([
  "eth_estimateUserOperationGas",
  "eth_getUserOperationByHash",
  "eth_getUserOperationReceipt",
  "eth_supportedEntryPoints",
  "pimlico_getUserOperationGasPrice",
]);

const rpcRequest = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string(), z.number(), z.null()]).default(null),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});

const rpcBody = z.union([rpcRequest, z.array(rpcRequest).min(1).max(20)]);

type RpcRequest = z.infer<typeof rpcRequest>;

/** JSON-RPC for the payer of one quote, or for a merchant's own payments: reads, bundler, paymaster, and nothing else. */
export function web3Routes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.post(
      "/v1/web3/:chainId",
      {
        schema: {
          operationId: "callChain",
          tags: ["Checkout"],
          params: z.object({ chainId: z.coerce.number().int() }),
          body: rpcBody,
        },
      },
      async (request) => {
        const relay = context.relays.get(request.params.chainId);
        if (!relay) throw new ApiError(404, "CHAIN_NOT_FOUND", `Chain ${request.params.chainId} is not offered here.`);
        const permitted = await permittedFor(context, request, relay);
        const answer = (call: RpcRequest) => respond(call, () => dispatch(context, relay, permitted, call));
        return Array.isArray(request.body) ? Promise.all(request.body.map(answer)) : answer(request.body);
      },
    );
  };
}

/** A checkout token stands for its one quote, an API key for all of its merchant's. */
async function permittedFor(
  context: RouteContext,
  request: FastifyRequest,
  { chain }: OperationRelay,
): Promise<Permitted> {
  const key = presentedKey(request) ?? "";
  if (isCheckoutToken(key)) return { quoteId: (await quoteByCheckoutToken(context, key, chain.id)).id };
  const { merchant, scopes } = await context.authenticator.authenticate(request);
  if (!allows(scopes, "payments:write")) {
    throw new ApiError(403, "SCOPE_MISSING", "This key does not allow payments:write.", { scope: "payments:write" });
  }
  return { merchantId: merchant.id };
}

async function dispatch(
  context: RouteContext,
  relay: OperationRelay,
  permitted: Permitted,
  { method, params }: RpcRequest,
): Promise<unknown> {
  if (method === "eth_chainId") return `0x${relay.chain.id.toString(16)}`;
  if (chainMethods.has(method)) return relay.client.request({ method, params } as never);
  if (bundlerMethods.has(method)) return relay.bundler.request(method, params);
  const [raw, entryPoint] = params;
  switch (method) {
    case "eth_sendUserOperation":
      checkEntryPoint(entryPoint);
      return submitOperation(context, relay, raw as RpcOperation, permitted);
    case "pm_getPaymasterStubData":
    case "pm_getPaymasterData": {
      checkEntryPoint(entryPoint);
      const operation = parseOperation(raw);
      const quote = await quoteOfOperation(context, relay, operation, permitted);
      await checkPayable(context, quote);
      if (method === "pm_getPaymasterStubData") return relay.sponsor.stub();
      return relay.sponsor.sponsor(operation, quote.expiresAt);
    }
    default:
      throw new RpcError(-32601, `The method ${method} is not available here.`);
  }
}

/** An error in the form of JSON-RPC 2.0. */
class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

async function respond({ id }: RpcRequest, call: () => Promise<unknown>) {
  try {
    return { jsonrpc: "2.0", id, result: (await call()) ?? null };
  } catch (error) {
    const { code, message, data } = toRpcError(error);
    return { jsonrpc: "2.0", id, error: { code, message, ...(data === undefined ? {} : { data }) } };
  }
}

/** Codes by ERC-7769, where it has one. What else went wrong fails the HTTP request, and is logged there. */
function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof CheckoutTokenError) throw error;
  if (error instanceof OperationRefusedError) return new RpcError(-32601, error.message);
  if (error instanceof OperationRevertsError) return new RpcError(-32521, error.message);
  if (error instanceof PaymentStateError) return new RpcError(-32003, error.message, { status: error.status });
  if (error instanceof BundlerUnavailableError) return new RpcError(-32000, error.message);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RpcRequestError) return new RpcError(cause.code, cause.details, cause.data);
  }
  throw error;
}
