import { type Address, isAddressEqual } from "viem";
import { AccountChangedError, askWallet, switchChain } from "../../shared/wallets/index.ts";
import type { MethodName } from "./choose-method.ts";
import { ChainUnreachableError, PaymentTakenError } from "./errors.ts";
import { methods } from "./methods/index.ts";
import type { PreparedPayment } from "./prepared-payment.ts";
import { isUnreachable } from "./simulate-call.ts";
import { withTabLock } from "./tab-lock.ts";

/** Asks the payer for what a method needs, once it is sure that this tab, this account and this chain are still the ones. Throws `PayerError`s. */
export async function executeMethod(
  payment: PreparedPayment,
  method: MethodName,
  onStep: (index: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await withTabLock(payment.quote.paymentId, async () => {
    try {
      await checkPayable(payment);
      await checkWallet(payment, signal);
      await methods[method].execute(payment, onStep, signal);
    } catch (error) {
      throw isUnreachable(error) ? new ChainUnreachableError(error) : error;
    }
  });
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
  const accounts = await askWallet<readonly Address[]>(wallet.provider, { method: "eth_accounts" }, signal);
  const [current] = accounts;
  if (current === undefined || !isAddressEqual(current, payer)) throw new AccountChangedError();
  await switchChain(wallet.provider, chain.id, signal);
}
