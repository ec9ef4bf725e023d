import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { allows, presentedKey } from "../../access/index.ts";
import { isCheckoutToken, quoteByCheckoutToken } from "../../quotes/index.ts";
import type { ChainServices } from "../../relayer/index.ts";
import {
  askPaymaster,
  checkEntryPoint,
  isPaymasterMethod,
  type Permitted,
  type RpcOperation,
  submitOperation,
  withCallGasMargin,
} from "../../user-operations/index.ts";
import type { RouteContext } from "../context.ts";
import { ApiError } from "../http/errors.ts";
import { answerRpc, methodMissing, type RpcRequest, rpcBody } from "./json-rpc.ts";

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

/** What a payer may ask the bundler, beside estimating and sending. */
const bundlerMethods = new Set([
  "eth_getUserOperationByHash",
  "eth_getUserOperationReceipt",
  "eth_supportedEntryPoints",
  "pimlico_getUserOperationGasPrice",
]);

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
        if (!relay) throw new ApiError("CHAIN_NOT_FOUND", `Chain ${request.params.chainId} is not offered here.`);
        const permitted = await permittedFor(context, request, relay);
        return answerRpc(request.body, (call) => dispatch(context, relay, permitted, call));
      },
    );
  };
}

/** A checkout token stands for its one quote, an API key for all of its merchant's. */
async function permittedFor(
  context: RouteContext,
  request: FastifyRequest,
  { chain }: ChainServices,
): Promise<Permitted> {
  const key = presentedKey(request) ?? "";
  if (isCheckoutToken(key)) return { quoteId: (await quoteByCheckoutToken(context, key, chain.id)).id };
  const { merchant, scopes } = await context.authenticator.authenticate(request);
  if (!allows(scopes, "payments:write")) {
    throw new ApiError("SCOPE_MISSING", "This key does not allow payments:write.", { scope: "payments:write" });
  }
  return { merchantId: merchant.id };
}

async function dispatch(
  context: RouteContext,
  relay: ChainServices,
  permitted: Permitted,
  { method, params }: RpcRequest,
): Promise<unknown> {
  if (method === "eth_chainId") return `0x${relay.chain.id.toString(16)}`;
  if (chainMethods.has(method)) return relay.client.request({ method, params } as never);
  if (method === "eth_estimateUserOperationGas") return withCallGasMargin(await relay.bundler.request(method, params));
  if (bundlerMethods.has(method)) return relay.bundler.request(method, params);
  if (isPaymasterMethod(method)) return askPaymaster(context, relay, permitted, method, params);
  if (method !== "eth_sendUserOperation") throw methodMissing(method);
  const [raw, entryPoint] = params;
  checkEntryPoint(entryPoint);
  return submitOperation(context, relay, raw as RpcOperation, permitted);
}
