import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  decodeFunctionData,
  ExecutionRevertedError,
  type Hex,
} from "viem";
import { ChainUnavailableError } from "../chain/index.ts";
import { paymentRouterAbi } from "../protocol/index.ts";
import { OperationRevertsError } from "../user-operations/index.ts";
import type { ChainServices } from "./chain-services.ts";

/** Who submits makes no difference to the calls that are relayed. */
const anybody: Address = "0x000000000000000000000000000000000000bEEF";

/**
 * Tries a call of the router against the chain as it is, and answers the gas that it needs. Throws `OperationRevertsError` with the router's or
 * the token's reason, or `ChainUnavailableError`.
 */
export async function simulateCall({ client, router }: ChainServices, data: Hex): Promise<bigint> {
  const { functionName, args } = decodeFunctionData({ abi: paymentRouterAbi, data });
  // Not behind what is pending: what that touches is cheap for those that come after, and dear again for one that lands first.
  const call = { address: router, abi: paymentRouterAbi, functionName, args, account: anybody, blockTag: "latest" };
  try {
    return await client.estimateContractGas(call as Parameters<typeof client.estimateContractGas>[0]);
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
    if (reverted instanceof ContractFunctionRevertedError) throw new OperationRevertsError(reasonOf(reverted));
    if (error.walk((cause) => cause instanceof ExecutionRevertedError)) {
      throw new OperationRevertsError(error.shortMessage);
    }
    throw new ChainUnavailableError(error);
  }
}

function reasonOf({ data, reason, shortMessage }: ContractFunctionRevertedError): string {
  if (data?.errorName && data.errorName !== "Error") return `${data.errorName}(${(data.args ?? []).join(", ")})`;
  return reason ?? shortMessage;
}
