import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { PaymentsContext } from "../../payments/index.ts";
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
import { type ChainsContext, servicesOf } from "../chains.ts";
import { type AuthenticationContext, requireScope } from "../http/authentication.ts";
import type { Subject } from "../http/limits/index.ts";
import { presentedKey } from "../http/presented-key.ts";
import { countCalls } from "./count-calls.ts";
import { answerRpc, methodMissing, type RpcRequest, rpcBody } from "./json-rpc.ts";

export type Web3Context = PaymentsContext & ChainsContext & AuthenticationContext;

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
export function web3Routes(context: Web3Context): FastifyPluginAsyncZod {
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
      async (request, reply) => {
        const services = servicesOf(context, request.params.chainId);
        const { permitted, subject } = await permittedFor(context, request, services);
        countCalls(context, request, reply, subject);
        return answerRpc(request.body, (call) => dispatch(context, services, permitted, call));
      },
    );
  };
}

/** A checkout token stands for its one quote, an API key for all of its merchant's. */
async function permittedFor(
  context: Web3Context,
  request: FastifyRequest,
  { chain }: ChainServices,
): Promise<{ readonly permitted: Permitted; readonly subject: Subject }> {
  const key = presentedKey(request) ?? "";
  if (isCheckoutToken(key)) {
    const { id, paymentId } = await quoteByCheckoutToken(context, key, chain.id);
    return { permitted: { quoteId: id }, subject: { kind: "payment", id: paymentId } };
  }
  const caller = await context.authenticator.authenticate(presentedKey(request), request.ip);
  requireScope(caller, "payments:write");
  return { permitted: { merchantId: caller.merchant.id }, subject: { kind: "key", id: caller.keyId } };
}

async function dispatch(
  context: Web3Context,
  services: ChainServices,
  permitted: Permitted,
  { method, params }: RpcRequest,
): Promise<unknown> {
  if (method === "eth_chainId") return `0x${services.chain.id.toString(16)}`;
  if (chainMethods.has(method)) return services.client.request({ method, params } as never);
  if (method === "eth_estimateUserOperationGas")
    return withCallGasMargin(await services.bundler.request(method, params));
  if (bundlerMethods.has(method)) return services.bundler.request(method, params);
  if (isPaymasterMethod(method)) return askPaymaster(context, services, permitted, method, params);
  if (method !== "eth_sendUserOperation") throw methodMissing(method);
  const [raw, entryPoint] = params;
  checkEntryPoint(entryPoint);
  return submitOperation(context, services, raw as RpcOperation, permitted);
}
