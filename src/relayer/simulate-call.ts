import {
  type Abi,
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  decodeFunctionData,
  ExecutionRevertedError,
  type Hex,
  parseEther,
} from "viem";
import { ChainUnavailableError } from "../chain/index.ts";
import { paymentRouterAbi } from "../protocol/index.ts";
import { OperationRevertsError } from "../user-operations/index.ts";
import type { ChainServices } from "./chain-services.ts";
import type { GasFees } from "./lanes/lane.ts";

/** Where nothing is relayed, whoever sends makes no difference. */
const anybody: Address = "0x000000000000000000000000000000000000bEEF";

/**
 * Simulates a call of a router, or of the contract that an ABI is given of, against the chain as it is, from the sender that would send it now and at the price of gas that it would pay: a payer's contract
 * may answer a simulation otherwise. Answers the gas that it needs. Throws `OperationRevertsError` with the router's or the token's reason, or
 * `ChainUnavailableError`.
 */
export async function simulateCall(
  services: Pick<ChainServices, "client" | "lanes">,
  { to, data, abi = paymentRouterAbi }: { readonly to: Address; readonly data: Hex; readonly abi?: Abi },
): Promise<bigint> {
  const { functionName, args } = decodeFunctionData({ abi, data });
  const { account, fees } = await senderOf(services);
  const call = {
    address: to,
    abi,
    functionName,
    args,
    account,
    ...fees,
    // A smart account has no native tokens, and a key that has none is for the lane to find.
    stateOverride: [{ address: account, balance: parseEther("1") }],
    // Estimate against `latest`, not `pending`: pending transactions warm the same storage, so an estimate on top of them is too low if this call lands first.
    blockTag: "latest",
  };
  try {
    return await services.client.estimateContractGas(
      call as unknown as Parameters<typeof services.client.estimateContractGas>[0],
    );
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

/** Who the first available lane sends as, and what it pays. */
async function senderOf({
  lanes,
}: Pick<ChainServices, "lanes">): Promise<{ readonly account: Address; readonly fees?: GasFees }> {
  const lane = lanes.find((each) => each.isAvailable());
  if (!lane) return { account: anybody };
  try {
    const [account, fees] = await Promise.all([lane.sender(), lane.fees()]);
    return { account, fees };
  } catch (error) {
    throw new ChainUnavailableError(error as Error);
  }
}

function reasonOf({ data, reason, shortMessage }: ContractFunctionRevertedError): string {
  if (data?.errorName && data.errorName !== "Error") return `${data.errorName}(${(data.args ?? []).join(", ")})`;
  return reason ?? shortMessage;
}
