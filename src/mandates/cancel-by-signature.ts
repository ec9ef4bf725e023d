import { sql } from "kysely";
import { type Address, encodeFunctionData, type Hex, slice } from "viem";
import { cancelTypedData, mandateCallsAbi, mandatesAbi } from "../protocol/index.ts";
import { type ChainServices, enqueueCall, RelayerMissingError, simulateCall } from "../relayer/index.ts";
import type { Mandate } from "../store/index.ts";
import { OperationRevertsError } from "../user-operations/index.ts";
import { checkSignature, signatureGas } from "./check-signature.ts";
import type { MandatesContext } from "./context.ts";
import { MandateStateError } from "./errors.ts";
import { openMandate } from "./load-mandate.ts";
import { servicesOf } from "./prepare-terms.ts";

/** Writing one word and an event, beside the signature's check. */
const mostGas = 120_000n;

/** Calls of one mandate's end that are handed over within a day: a wallet's code may agree when it is asked and refuse when it is paid for. */
const mostADay = 3;
const day = 24 * 60 * 60_000;

/** How long its call may wait for its place. Milliseconds. */
const validity = 60 * 60_000;

/**
 * Brings a payer's cancellation to the chain, gas paid by us: of a mandate that is signed, by its own payer, whose signature was checked and simulated. Once it is final the mandate is CANCELLED. Throws
 * `MandateNotFoundError`, `MandateStateError`, `MandateSignatureError`, `MandatePayerError`, `OperationRevertsError`, `RelayerMissingError`, `ChainUnavailableError`.
 */
export async function cancelBySignature(
  context: MandatesContext & { readonly services: ReadonlyMap<number, ChainServices> },
  token: string,
  signature: Hex,
): Promise<Mandate> {
  const mandate = await openMandate(context.database, token);
  const { payer, onchainId, chainId, contract, tokenAddress } = mandate;
  if (payer === null || onchainId === null) throw new MandateStateError(mandate.status, "nobody has signed it.");
  const services = servicesOf(context, mandate);
  if (services.lanes.length === 0) throw new RelayerMissingError();
  const typedData = cancelTypedData(onchainId, BigInt(chainId), contract);
  const check = await checkSignature(services.client, payer, typedData, signature);
  const isCancelled = await services.client.readContract({
    address: contract,
    abi: mandatesAbi,
    functionName: "isCancelled",
    args: [payer, onchainId],
  });
  // Again it would cost gas and change nothing.
  if (isCancelled) return mandate;
  const args = [payer, onchainId, signature] as const;
  const callData = encodeFunctionData({ abi: mandateCallsAbi, functionName: "cancelBySignature", args });
  const gas = await simulateCall(services, { to: contract, data: callData, abi: mandateCallsAbi });
  const most = mostGas + (check === "code" ? signatureGas : 0n);
  if (gas > most) throw new OperationRevertsError(`it would use ${gas} gas, and at most ${most} is relayed`);
  const sent = await sentToday(context, contract, callData);
  if (sent.some(({ status }) => status === "QUEUED" || status === "SENT")) return mandate;
  if (sent.length >= mostADay) {
    const helps = "its cancellation was sent several times today. Cancel by a transaction of the account's own.";
    throw new MandateStateError(mandate.status, helps);
  }
  const validUntil = new Date(context.clock().getTime() + validity);
  const call = { callData, gas, unbatchable: check === "code", validUntil };
  await enqueueCall(context, services, { kind: "MANDATE", target: contract, tokenAddress, ...call });
  return mandate;
}

/** By any signature: what comes before it in the call is the payer and the mandate. */
function sentToday({ database, clock }: MandatesContext, contract: Address, callData: Hex) {
  return database
    .selectFrom("relays")
    .select("status")
    .where("kind", "=", "MANDATE")
    .where("target", "=", contract)
    .where("createdAt", ">", new Date(clock().getTime() - day))
    .where(sql<string>`left(call_data, 138)`, "=", slice(callData, 0, 68))
    .execute();
}
