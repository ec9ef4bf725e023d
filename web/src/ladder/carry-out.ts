import { type Address, isAddressEqual } from "viem";
import { askWallet } from "../wallets/ask-wallet.ts";
import { AccountChangedError } from "../wallets/errors.ts";
import { switchChain } from "../wallets/switch-chain.ts";
import type { RungName } from "./choose-rung.ts";
import { ChainUnreachableError, PaymentTakenError } from "./errors.ts";
import { onlyInThisTab } from "./only-in-this-tab.ts";
import type { PaymentAtHand } from "./payment-at-hand.ts";
import { rungs } from "./rungs/index.ts";
import { isUnreachable } from "./try-call.ts";

/** Asks the payer for what a rung needs, once it is sure that this tab, this account and this chain are still the ones. Throws `PayerError`s. */
export async function carryOut(
  payment: PaymentAtHand,
  rung: RungName,
  onStep: (index: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await onlyInThisTab(payment.quote.paymentId, async () => {
    try {
      await checkPayable(payment);
      await checkWallet(payment, signal);
      await rungs[rung].carryOut(payment, onStep, signal);
    } catch (error) {
      throw isUnreachable(error) ? new ChainUnreachableError(error) : error;
    }
  });
}

/** Another device may have paid since the plan was made: then nobody is asked to pay again. */
async function checkPayable({ api, quote }: PaymentAtHand): Promise<void> {
  const { status } = await api.retrieve(quote.paymentId).catch((error: unknown) => {
    throw new ChainUnreachableError(error);
  });
  if (status !== "ACTIVE") throw new PaymentTakenError("closed");
}

/** The account may have changed since it was connected, and so may the chain. */
async function checkWallet({ wallet, payer, chain }: PaymentAtHand, signal: AbortSignal): Promise<void> {
  const accounts = await askWallet<readonly Address[]>(wallet.provider, { method: "eth_accounts" }, signal);
  const [current] = accounts;
  if (current === undefined || !isAddressEqual(current, payer)) throw new AccountChangedError();
  await switchChain(wallet.provider, chain.id, signal);
}
