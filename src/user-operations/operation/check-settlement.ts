import { type Address, BaseError, type Hex, RpcRequestError, type StateOverride } from "viem";
import { ChainUnavailableError } from "../../chain/index.ts";
import { findSettlement } from "../../protocol/index.ts";
import type { Quote } from "../../store/index.ts";
import { OperationRevertsError } from "../errors.ts";
import type { OperationServices } from "../services.ts";

/** A call as it is simulated, with the state that it needs beside the chain's. */
export type SimulatedCall = {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly gas: bigint;
  readonly overrides: StateOverride;
};

/** The quote that a simulated call has to settle, at the router of its time. */
export type SimulatedQuote = Pick<Quote, "router" | "onchainId">;

/** JSON-RPC's "method not found" and "method not supported", and what some nodes answer instead. */
const missingCodes: readonly number[] = [-32601, -32004, 4200];
const missingText = /method.*(not|n't)|(not|un)\s?(supported|available|found|allowed|whitelisted)|unknown method/i;

/**
 * Simulates a call on the latest block and looks for the router's `PaymentSettled` of a payment among its events: whatever the code in between does, it pays or it
 * does not. Throws `OperationRevertsError` where the event does not come, `ChainUnavailableError` where the node does not answer. A node without `eth_simulateV1` cannot
 * say: then the checks of the account's code and of the call data stand alone.
 */
export async function checkSettlement(
  { client }: Pick<OperationServices, "client">,
  { from, to, data, gas, overrides }: SimulatedCall,
  { router, onchainId }: SimulatedQuote,
): Promise<void> {
  const blocks = [{ calls: [{ from, to, data, gas }], stateOverrides: [...overrides] }];
  const simulated = await client.simulateBlocks({ blocks, blockTag: "latest" }).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw new ChainUnavailableError(error as Error);
  });
  if (simulated === undefined) return;
  const logs = simulated.flatMap(({ calls }) => calls.flatMap((call) => call.logs ?? []));
  if (findSettlement(logs, router, onchainId)) return;
  throw new OperationRevertsError("simulated, it does not settle this payment");
}

/** The method is refused as such: what a simulated call does is in the result, never in the error. */
function isMissing(error: unknown): boolean {
  const answered = error instanceof BaseError ? error.walk((cause) => cause instanceof RpcRequestError) : null;
  if (!(answered instanceof RpcRequestError)) return false;
  return missingCodes.includes(answered.code) || missingText.test(answered.details);
}
