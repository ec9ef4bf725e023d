import { type Address, encodeFunctionData, type Hex, parseSignature, size } from "viem";
import { mandateCallsAbi } from "../protocol/index.ts";
import { type ChainServices, enqueueCall, RelayerMissingError, simulateCall } from "../relayer/index.ts";
import type { Mandate } from "../store/index.ts";
import { OperationRevertsError } from "../user-operations/index.ts";
import type { MandatesContext } from "./context.ts";
import { MandateTermsError } from "./errors.ts";

/** An EIP-2612 permit to the contract of mandates. `deadline`: unix seconds. */
export type PayersPermit = { readonly value: bigint; readonly deadline: bigint; readonly signature: Hex };

/** A token's own check of a key's signature. */
const mostGas = 150_000n;

/** How long its call may wait for its place. Milliseconds. */
const validity = 20 * 60_000;

/**
 * Brings a payer's permit to the chain, as one of the relayer's calls: it was simulated, of a listed token, to the contract of mandates alone, and by a key, so that it asks nobody's code. Throws
 * `OperationRevertsError`, `MandateTermsError`, `RelayerMissingError`, `ChainUnavailableError`.
 */
export async function relayPermit(
  context: MandatesContext,
  services: ChainServices,
  { contract, tokenAddress }: Mandate,
  { owner, value, deadline, signature }: PayersPermit & { readonly owner: Address },
): Promise<void> {
  if (services.lanes.length === 0) throw new RelayerMissingError();
  if (size(signature) !== 65) throw new MandateTermsError("A permit is signed by a key, in 65 bytes.");
  const now = context.clock();
  const validUntil = new Date(Math.min(now.getTime() + validity, Number(deadline) * 1_000));
  if (validUntil.getTime() < now.getTime() + 60_000) throw new MandateTermsError("The permit is over at once.");
  const { r, s, yParity } = parseSignature(signature);
  const callData = encodeFunctionData({
    abi: mandateCallsAbi,
    functionName: "permit",
    args: [owner, contract, value, deadline, yParity + 27, r, s],
  });
  const gas = await simulateCall(services, { to: tokenAddress, data: callData, abi: mandateCallsAbi });
  if (gas > mostGas) throw new OperationRevertsError(`it would use ${gas} gas, and at most ${mostGas} is relayed`);
  const target = tokenAddress;
  // An account can take code in the very block, and some tokens ask it: so it goes alone.
  const call = { callData, gas, unbatchable: true, validUntil };
  await enqueueCall(context, services, { kind: "MANDATE", target, tokenAddress, ...call });
}
