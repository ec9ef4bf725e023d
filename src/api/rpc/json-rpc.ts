import { RpcRequestError } from "viem";
import { z } from "zod";
import { BundlerUnavailableError, ChainUnavailableError } from "../../chain/index.ts";
import { SponsorshipUnavailableError, SponsorshipUnprofitableError } from "../../gas/index.ts";
import {
  AttemptDelayedError,
  AttemptsExhaustedError,
  PaymentStateError,
  PaymentUnderWayError,
} from "../../payments/index.ts";
import { CheckoutTokenError, QuoteExpiredError } from "../../quotes/index.ts";
import { text } from "../../schemas/index.ts";
import {
  OperationRefusedError,
  OperationRevertsError,
  SponsorshipBarredError,
  SponsorshipUnderWayError,
} from "../../user-operations/index.ts";
import { rpcId } from "./rpc-id.ts";

const rpcRequest = z.object({
  jsonrpc: z.literal("2.0"),
  id: rpcId.default(null),
  method: text(100),
  params: z.array(z.unknown()).max(10).default([]),
});

/** One request, or several at once. */
export const rpcBody = z.union([rpcRequest, z.array(rpcRequest).min(1).max(20)]).meta({ id: "RpcCall" });

export type RpcRequest = z.output<typeof rpcRequest>;

const answered = { jsonrpc: z.literal("2.0"), id: rpcId };

const rpcAnswer = z.union([
  z.object({ ...answered, result: z.unknown() }),
  z.object({
    ...answered,
    error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }),
  }),
]);

/** The same for each, in their order. */
export const rpcAnswerBody = z.union([rpcAnswer, z.array(rpcAnswer)]).meta({ id: "RpcAnswer" });

/** An error in the form of JSON-RPC 2.0. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export function methodMissing(method: string): RpcError {
  return new RpcError(-32601, `The method ${method} is not available here.`);
}

/** Answers a body's requests, each for itself, in their order. */
export async function answerRpc(body: RpcRequest | RpcRequest[], dispatch: (request: RpcRequest) => Promise<unknown>) {
  const answer = (request: RpcRequest) => respond(request, () => dispatch(request));
  return Array.isArray(body) ? Promise.all(body.map(answer)) : answer(body);
}

async function respond({ jsonrpc, id }: RpcRequest, call: () => Promise<unknown>) {
  try {
    return { jsonrpc, id, result: (await call()) ?? null };
  } catch (error) {
    const { code, message, data } = toRpcError(error);
    return { jsonrpc, id, error: { code, message, ...(data === undefined ? {} : { data }) } };
  }
}

/** Codes by ERC-7769, where it has one. What else went wrong fails the HTTP request, and is logged there. */
function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof CheckoutTokenError) throw error;
  if (error instanceof OperationRefusedError) return new RpcError(-32601, error.message);
  if (error instanceof OperationRevertsError) return new RpcError(-32521, error.message);
  if (error instanceof PaymentStateError) return new RpcError(-32003, error.message, { status: error.status });
  if (error instanceof SponsorshipUnprofitableError) {
    const { estimatedCost, fee } = error;
    return new RpcError(-32003, error.message, { code: "SPONSORSHIP_UNPROFITABLE", estimatedCost, fee });
  }
  if (error instanceof SponsorshipUnavailableError || error instanceof SponsorshipBarredError) {
    return new RpcError(-32003, error.message, { code: error.code });
  }
  if (error instanceof SponsorshipUnderWayError) {
    return new RpcError(-32003, error.message, { code: error.code, ...error.details });
  }
  if (error instanceof QuoteExpiredError) return new RpcError(-32003, error.message, { code: "QUOTE_EXPIRED" });
  if (
    error instanceof PaymentUnderWayError ||
    error instanceof AttemptsExhaustedError ||
    error instanceof AttemptDelayedError
  ) {
    return new RpcError(-32003, error.message, { code: error.code, ...error.details });
  }
  if (error instanceof BundlerUnavailableError) return new RpcError(-32000, error.message);
  const unavailable = chainUnavailable(error);
  if (unavailable) return new RpcError(-32000, unavailable.message);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RpcRequestError) return new RpcError(cause.code, cause.details, cause.data);
  }
  throw error;
}

/** viem wraps what a transport throws. */
function chainUnavailable(error: unknown): ChainUnavailableError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ChainUnavailableError) return cause;
  }
  return undefined;
}
