import { BaseError, ExecutionRevertedError } from "viem";
import { ChainUnavailableError } from "../../chain/index.ts";
import { entryPoints } from "../../protocol/index.ts";
import type { KnownAccount } from "../account-kinds/account-kind.ts";
import { OperationRevertsError } from "../errors.ts";
import { callDataGas } from "../operation/call-data-gas.ts";
import { checkSettlement, type SimulatedQuote } from "../operation/check-settlement.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { OperationServices } from "../services.ts";

/** What a transaction costs before it does anything. The calls of an operation do not. */
const transactionGas = 21_000n;

/** More than any payment takes. */
const simulationGas = 3_000_000n;

/**
 * Simulates what an operation does once it is validated: the EntryPoint calls its account, which pays. The owner signs only after the sponsor has, so the
 * validation cannot be part of it. The calls have to emit this payment's `PaymentSettled`; where the node lacks `eth_simulateV1`, known code and decoded call data say as
 * much. Answers the gas that the calls need, by `eth_estimateGas` with overrides, which every node offers. Throws `OperationRevertsError`, `ChainUnavailableError`.
 */
export async function simulatePayment(
  { client }: Pick<OperationServices, "client">,
  operation: Operation,
  account: KnownAccount,
  quote: SimulatedQuote,
): Promise<bigint> {
  const { sender, callData, entryPoint } = operation;
  const from = entryPoints[entryPoint];
  const call = { from, to: sender, data: callData, gas: simulationGas, overrides: account.overrides };
  const settling = checkSettlement({ client }, call, quote);
  // Where both fail, the estimate's error says more.
  settling.catch(() => undefined);
  try {
    const gas = await client.estimateGas({
      account: from,
      to: sender,
      data: callData,
      stateOverride: [...account.overrides],
      blockTag: "latest",
    });
    await settling;
    return gas - transactionGas - callDataGas(callData);
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const reverted = error.walk((cause) => cause instanceof ExecutionRevertedError);
    if (reverted instanceof BaseError) throw new OperationRevertsError(reverted.shortMessage);
    throw new ChainUnavailableError(error);
  }
}
