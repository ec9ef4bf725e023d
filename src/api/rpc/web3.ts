import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { Address } from "viem";
import { z } from "zod";
import { routersOf } from "../../chain/index.ts";
import { PaymentStateError } from "../../payments/index.ts";
import { entryPoints, type PaymentStatus } from "../../protocol/index.ts";
import { isCheckoutToken, quoteByCheckoutToken } from "../../quotes/index.ts";
import type { ChainServices } from "../../relayer/index.ts";
import { int32Text } from "../../schemas/index.ts";
import {
  askPaymaster,
  isPaymasterMethod,
  type Permitted,
  parseOperation,
  quoteOfOperation,
  type RpcOperation,
  readEntryPoint,
  servedEntryPoints,
  submitOperation,
  type UserOperationsContext,
  withCallGasMargin,
} from "../../user-operations/index.ts";
import { type ChainsContext, servicesOf } from "../chains.ts";
import { allowAnyOrigin } from "../http/any-origin.ts";
import { type AuthenticationContext, callerOfEither, requireScope } from "../http/authentication.ts";
import { acceptJsonBodies } from "../http/json-body.ts";
import { callerSubject, payerSubject, type Subject } from "../http/limits/index.ts";
import { presentedKey } from "../http/presented-key.ts";
import { payerRoute } from "../http/routes.ts";
import { type CallTargets, checkedParameters, isChainMethod } from "./chain-calls.ts";
import { countCalls } from "./count-calls.ts";
import { answerRpc, methodMissing, type RpcRequest, rpcAnswerBody, rpcBody } from "./json-rpc.ts";
import { keepIds } from "./rpc-id.ts";

export type Web3Context = UserOperationsContext & ChainsContext & AuthenticationContext;

/** What a payer may ask the bundler beside estimating and sending, with the number of its parameters. */
const bundlerMethods = new Map([
  ["eth_getUserOperationByHash", 1],
  ["eth_getUserOperationReceipt", 1],
  ["pimlico_getUserOperationGasPrice", 0],
]);

/** What is still answered when the payment is over: its payer waits for the outcome. */
const outcomeMethods: readonly string[] = ["eth_getTransactionReceipt", "eth_getUserOperationReceipt"];

/** JSON-RPC for the payer of one quote, or for a merchant's own payments: reads, bundler, paymaster, and nothing else. */
export function web3Routes(context: Web3Context): FastifyPluginAsyncZod {
  return async (server) => {
    acceptJsonBodies(server, keepIds);
    allowAnyOrigin(server);
    server.post(
      "/v1/web3/:chainId",
      {
        ...payerRoute({
          operationId: "callChain",
          tags: ["Checkout"],
          summary: "Call a chain",
          description:
            "JSON-RPC for the payer of one quote, or for a merchant's own payments by a key or a session that allows `payments:write`: reads, user operations (ERC-4337) and the paymaster (ERC-7677). Errors of calls are answered with 200, in the form of JSON-RPC.",
          params: z.object({ chainId: int32Text() }),
          body: rpcBody,
          response: { 200: rpcAnswerBody },
        }),
        // Most of it are a page's reads.
        config: { group: "reads" },
      },
      async (request, reply) => {
        const services = servicesOf(context, request.params.chainId);
        const bearer = await bearerOf(context, request, services);
        countCalls(context, request, reply, bearer.subject);
        return answerRpc(request.body, (call) => dispatch(context, services, bearer, call));
      },
    );
  };
}

/** What a bearer may pay, as whom it is counted, what it may call to pay, and the state of a payment that is over. */
type Bearer = {
  readonly permitted: Permitted;
  readonly subject: Subject;
  readonly targets: CallTargets;
  readonly over?: PaymentStatus;
};

/** A checkout token stands for its one quote; an API key, or a session, for all of its organization's in its mode. */
async function bearerOf(context: Web3Context, request: FastifyRequest, services: ChainServices): Promise<Bearer> {
  const { chain } = services;
  const key = presentedKey(request) ?? "";
  if (isCheckoutToken(key)) {
    const { quote, payment } = await quoteByCheckoutToken(context, key, chain.id);
    const isOpen = payment.status === "ACTIVE" || payment.status === "PROCESSING";
    return {
      permitted: { quoteId: quote.id },
      subject: payerSubject(payment.id, request.ip),
      targets: { routers: [quote.router], tokens: [quote.terms.token] },
      ...(!isOpen && { over: payment.status }),
    };
  }
  const caller = await callerOfEither(context, request);
  requireScope(caller, "payments:write");
  const tokens = chain.tokens.map((token) => token.address);
  return {
    permitted: { owner: { organizationId: caller.organization.id, mode: caller.mode } },
    subject: callerSubject(caller),
    targets: { routers: routersOf(services), tokens },
  };
}

async function dispatch(
  context: Web3Context,
  services: ChainServices,
  { permitted, targets, over }: Bearer,
  { method, params }: RpcRequest,
): Promise<unknown> {
  if (over && !outcomeMethods.includes(method)) throw new PaymentStateError(over, "paid");
  if (method === "eth_chainId") return `0x${services.chain.id.toString(16)}`;
  if (isChainMethod(method)) {
    return (services.reads ?? services.client).request({
      method,
      params: checkedParameters(method, params, targets),
    } as never);
  }
  if (isPaymasterMethod(method)) return askPaymaster(context, services, permitted, method, params);
  if (method === "eth_supportedEntryPoints") return supportedEntryPoints(services);
  if (bundlerMethods.has(method)) {
    return services.bundler.request(method, params.slice(0, bundlerMethods.get(method)));
  }
  if (method !== "eth_estimateUserOperationGas" && method !== "eth_sendUserOperation") throw methodMissing(method);
  const [raw, entryPoint] = params;
  const version = readEntryPoint(entryPoint, servedEntryPoints(services.sponsors));
  if (method === "eth_sendUserOperation") {
    return submitOperation(context, services, raw as RpcOperation, version, permitted);
  }
  await quoteOfOperation(context, services, parseOperation(raw, version), permitted);
  return withCallGasMargin(await services.bundler.request(method, [raw, entryPoint]));
}

/** The EntryPoints that both the bundler serves and a sponsor of ours: an operation needs both. */
async function supportedEntryPoints({ bundler, sponsors }: ChainServices): Promise<Address[]> {
  const served = await bundler.request("eth_supportedEntryPoints", []);
  const bundled = (Array.isArray(served) ? served : []).map((address) => `${address}`.toLowerCase());
  return servedEntryPoints(sponsors)
    .map((version) => entryPoints[version])
    .filter((address) => bundled.includes(address.toLowerCase()));
}
