import {
  type Address,
  BaseError,
  type Client,
  decodeErrorResult,
  encodeFunctionData,
  type Hex,
  HttpRequestError,
  hexToBigInt,
  parseAbi,
  size,
  TimeoutError,
} from "viem";
import { call } from "viem/actions";
import { paymentRouterAbi } from "../../../src/protocol/generated/payment-router-abi.ts";
import type { CheckedQuote } from "../../shared/quote/checked-quote.ts";
import { ChainUnreachableError, WouldFailError } from "./errors.ts";

/** Carries a call out on the chain as it is now, for nobody to see. Throws `WouldFailError` with the reason, or `ChainUnreachableError`. */
export async function simulateCall(client: Client, request: { from: Address; to: Address; data: Hex }): Promise<Hex> {
  const { from, to, data } = request;
  try {
    return (await call(client, { account: from, to, data })).data ?? "0x";
  } catch (error) {
    if (isUnreachable(error)) throw new ChainUnreachableError(error);
    throw new WouldFailError(reasonOf(error), error);
  }
}

/** Tokens that return a bool, and those that return nothing. */
const transferAbi = parseAbi(["function transfer(address to, uint256 amount)"]);

/**
 * Tries the holder's tokens going to each recipient, before the fee: what is left to try where a node cannot carry out the payment as a whole. Finds a frozen
 * account, a paused token and the like.
 */
export async function simulateTransfers(client: Client, holder: Address, { terms }: CheckedQuote): Promise<void> {
  await Promise.all(
    terms.shares.map(async ({ recipient, amount }) => {
      const args = [recipient, amount] as const;
      const data = encodeFunctionData({ abi: transferAbi, functionName: "transfer", args });
      const answer = await simulateCall(client, { from: holder, to: terms.token, data });
      if (size(answer) > 0 && hexToBigInt(answer) === 0n) throw new WouldFailError("the token refuses the transfer");
    }),
  );
}

/** Whether a node did not answer, as opposed to answering that a call fails. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  return error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !== null;
}

const errorAbi = [...paymentRouterAbi, ...parseAbi(["error Error(string reason)"])] as const;

function reasonOf(error: unknown): string {
  const said = reasonIn(revertDataOf(error) ?? "0x");
  return said ?? (error instanceof BaseError ? error.shortMessage : String(error));
}

/** What a contract said as it reverted, in its own words. */
export function reasonIn(data: Hex): string | undefined {
  if (size(data) < 4) return undefined;
  try {
    const { errorName, args } = decodeErrorResult({ abi: errorAbi, data });
    return errorName === "Error" ? args[0] : errorName;
  } catch {
    // Another contract's own error.
    return undefined;
  }
}

function revertDataOf(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const found = error.walk((cause) => typeof (cause as { data?: unknown }).data === "string");
  return (found as { data?: Hex } | null)?.data;
}
