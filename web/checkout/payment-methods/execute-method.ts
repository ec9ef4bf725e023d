import { type Address, isAddressEqual } from "viem";
import type { PayerError } from "../../shared/payer-error.ts";
import {
  AccountChangedError,
  askWallet,
  NoAccountError,
  switchChain,
  WalletCannotError,
} from "../../shared/wallets/index.ts";
import type { MethodName } from "./choose-method.ts";
import { ChainUnreachableError, MethodRefusedError, PaymentTakenError, SubmissionRefusedError } from "./errors.ts";
import { methods } from "./methods/index.ts";
import type { Progress } from "./payment-method.ts";
import type { PreparedPayment } from "./prepared-payment.ts";
import { isUnreachable } from "./simulate-call.ts";
import { simulatePayment } from "./simulate-payment.ts";
import { withTabLock } from "./tab-lock.ts";

/** Asks the payer for what a method needs, once it is sure that this tab, this account and this chain are still the ones. Throws `PayerError`s. */
export async function executeMethod(
  payment: PreparedPayment,
  method: MethodName,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  await withTabLock(payment.quote.paymentId, async () => {
    try {
      await checkPayable(payment);
      await checkWallet(payment, signal);
      // It may have been a while since the plan was made.
      await simulatePayment(payment, method);
      await methods[method].execute(payment, onProgress, signal);
    } catch (error) {
      if (isUnreachable(error)) throw new ChainUnreachableError(error);
      throw isRefusal(error, payment) ? new MethodRefusedError(method, error) : error;
    }
  });
}

/** Whether it is the method that does not do, with this wallet, account or API. */
function isRefusal(error: unknown, { facts }: PreparedPayment): error is PayerError {
  if (error instanceof WalletCannotError) return true;
  if (!(error instanceof SubmissionRefusedError)) return false;
  // An account's code may take signatures in a format of its own.
  return error.withheld !== undefined || (error.code === "AUTHORIZATION_REVERTS" && facts.kind !== "key");
}

/** Another device may have paid since the plan was made: then nobody is asked to pay again. */
async function checkPayable({ api, quote }: PreparedPayment): Promise<void> {
  const { status } = await api.retrieve(quote.paymentId).catch((error: unknown) => {
    throw new ChainUnreachableError(error);
  });
  if (status !== "ACTIVE") throw new PaymentTakenError("closed");
}

/** The account may have changed since it was connected, and so may the chain. */
async function checkWallet({ wallet, payer, chain }: PreparedPayment, signal: AbortSignal): Promise<void> {
  const accounts = await askWallet<readonly Address[] | null>(wallet.provider, { method: "eth_accounts" }, signal);
  const current = accounts?.[0];
  if (current === undefined) throw new NoAccountError(wallet.wallet.name);
  if (!isAddressEqual(current, payer)) throw new AccountChangedError();
  await switchChain(wallet.provider, chain.id, signal);
}
