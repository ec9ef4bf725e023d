import { type Hex, isAddressEqual, RpcRequestError } from "viem";
import { broadcastResultOf } from "../chain/index.ts";
import { dollarsOf, gasBudget } from "../gas/index.ts";
import { endAttempt, startAttempt } from "../payments/index.ts";
import type { EntryPointVersion } from "../protocol/index.ts";
import { checkPayable } from "../quotes/index.ts";
import type { Quote } from "../store/index.ts";
import type { UserOperationsContext } from "./context.ts";
import { OperationRefusedError } from "./errors.ts";
import {
  type Operation,
  operationHash,
  parseOperation,
  type RpcOperation,
  totalGas,
} from "./operation/parse-operation.ts";
import { type Permitted, quoteOfOperation } from "./operation/quote-of-operation.ts";
import { simulateInclusion } from "./operation/simulate-inclusion.ts";
import { markAnswered, markSending } from "./operation-status.ts";
import type { OperationServices } from "./services.ts";
import { sponsorOf } from "./sponsorship/gas-sponsor.ts";
import { markSent } from "./sponsorship/reserve-sponsorship.ts";

/**
 * Sends a payer's operation to the bundler as an attempt to pay. It is recorded before it is sent: whatever fails in between, the watcher recognises it on chain.
 * It moves no state: only the chain does. A bundler that refuses ends the attempt, and the payment is free again.
 */
export async function submitOperation(
  context: UserOperationsContext,
  services: OperationServices,
  raw: RpcOperation,
  entryPoint: EntryPointVersion,
  permitted: Permitted,
): Promise<Hex> {
  const operation = parseOperation(raw, entryPoint);
  const payable = await quoteOfOperation(context, services, operation, permitted);
  // The watcher follows what our sponsor pays for: the end of an operation that it cannot follow would never be known.
  if (!operation.paymaster || !isAddressEqual(operation.paymaster, sponsorOf(services.sponsors, operation).address)) {
    throw new OperationRefusedError("The operation must be sponsored here: ask for it with pm_getPaymasterData first.");
  }
  checkPayable(context, services.chain, payable);
  await Promise.all([
    services.bundler.simulate(raw, entryPoint),
    simulateInclusion(services, operation, payable.quote),
  ]);
  return sendOperation(context, services, payable.quote, raw, operation);
}

async function sendOperation(
  context: UserOperationsContext,
  services: OperationServices,
  quote: Quote,
  raw: RpcOperation,
  operation: Operation,
): Promise<Hex> {
  const { database } = context;
  const { chain } = services;
  const key = { chainId: chain.id, hash: operationHash(operation, chain.id) };
  const sponsored = { chainId: chain.id, paymentId: quote.paymentId, operation };
  const budget = gasBudget(context, chain, quote);
  const written = await database.transaction().execute(async (transaction) => {
    await startAttempt(context, transaction, {
      kind: "USER_OPERATION",
      quote,
      reference: key.hash,
      payer: operation.sender,
      cost: { dollars: dollarsOf(context, chain, totalGas(operation) * operation.maxFeePerGas), budget },
    });
    await markSent(transaction, sponsored, context.clock());
    return markSending(transaction, key, { quoteId: quote.id, createdAt: context.clock() });
  });
  try {
    await services.bundler.send(raw, operation.entryPoint);
  } catch (error) {
    if (broadcastResultOf(error).type !== "ACCEPTED") {
      // Sent before without an answer, it may have been taken then: this refusal says nothing of that.
      if (written && error instanceof RpcRequestError) {
        await database.transaction().execute(async (transaction) => {
          await markAnswered(transaction, key, "REJECTED");
          await markSent(transaction, sponsored, null);
          await endAttempt(transaction, key.hash, { outcome: "REFUSED", reason: error.details });
        });
      }
      throw error;
    }
  }
  await database.transaction().execute((transaction) => markAnswered(transaction, key, "ACCEPTED"));
  return key.hash;
}
