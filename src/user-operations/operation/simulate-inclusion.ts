import { type Address, concat, type StateOverride } from "viem";
import { entryPoints } from "../../protocol/index.ts";
import type { OperationServices } from "../services.ts";
import { checkSettlement, type SimulatedQuote } from "./check-settlement.ts";
import { handleOps } from "./handle-ops.ts";
import { type Operation, totalGas } from "./parse-operation.ts";

/** Any account without code: whoever bundles. */
const bundler: Address = "0x000000000000000000000000000000000000bEEF";

/** The EntryPoint's own work, and the transaction's. */
const overhead = 200_000n;

/**
 * Simulates the inclusion of a signed operation as a whole: validation, sponsor and calls. Throws `OperationRevertsError` unless it settles the quote, and as
 * `checkSettlement` does.
 */
export async function simulateInclusion(
  services: Pick<OperationServices, "client">,
  operation: Operation,
  quote: SimulatedQuote,
): Promise<void> {
  const to = entryPoints[operation.entryPoint];
  const data = handleOps(operation, bundler);
  // EntryPoint v0.6 wants the validation's gas left once more before it calls (AA95).
  const spare = operation.entryPoint === "0.6" ? operation.verificationGasLimit : 0n;
  const gas = totalGas(operation) + spare + overhead;
  const call = { from: bundler, to, data, gas, overrides: delegationOf(operation) };
  await checkSettlement(services, call, quote);
}

/** What the operation's EIP-7702 authorization puts at its account before it runs. */
function delegationOf({ sender, authorization }: Operation): StateOverride {
  return authorization ? [{ address: sender, code: concat(["0xef0100", authorization.address]) }] : [];
}
