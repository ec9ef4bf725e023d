import { BaseError, ExecutionRevertedError } from "viem";
import { ChainUnavailableError } from "../../chain/index.ts";
import { canonicalContracts } from "../../protocol/index.ts";
import type { KnownAccount } from "../accounts/account-kind.ts";
import { OperationRevertsError } from "../errors.ts";
import { callDataGas } from "../operation/call-data-gas.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { OperationServices } from "../services.ts";

/** What a transaction costs before it does anything. The calls of an operation do not. */
const transactionGas = 21_000n;

/**
 * Simulates what an operation does once it is validated: the EntryPoint calls its account, which pays. The owner signs only after the sponsor has, so the
 * validation cannot be part of it. The account's code is known and its call data decoded, so a call that succeeds ends with the router's `pay`, which emits this
 * payment's `PaymentSettled` or reverts. `eth_estimateGas` with overrides is what every node offers, unlike `eth_simulateV1`.
 * Answers the gas that the calls need. Throws `OperationRevertsError`, `ChainUnavailableError`.
 */
export async function simulatePayment(
  { client }: Pick<OperationServices, "client">,
  operation: Operation,
  account: KnownAccount,
): Promise<bigint> {
  const { sender, callData } = operation;
  try {
    const gas = await client.estimateGas({
      account: canonicalContracts.entryPoint.address,
      to: sender,
      data: callData,
      stateOverride: [...account.overrides],
      blockTag: "latest",
    });
    return gas - transactionGas - callDataGas(callData);
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const reverted = error.walk((cause) => cause instanceof ExecutionRevertedError);
    if (reverted instanceof BaseError) throw new OperationRevertsError(reverted.shortMessage);
    throw new ChainUnavailableError(error);
  }
}
