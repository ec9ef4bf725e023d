import { PayerError } from "../payer-error.ts";
import { refusalOf } from "./eip1193.ts";

/** The payer said no in the wallet. Nothing happened. */
export class RejectedByPayerError extends PayerError {
  override readonly name = "RejectedByPayerError";
  constructor(cause?: unknown) {
    super("The payer said no in the wallet.", { key: "problem.walletRejected", values: {} }, { cause });
  }
}

/** The wallet is not on the payment's chain, or sees another one under its number. */
export class WrongNetworkError extends PayerError {
  override readonly name = "WrongNetworkError";
  constructor(reason: "refused" | "unknown" | "different", chain: string, cause?: unknown) {
    const keys = {
      refused: "problem.walletNetworkRefused",
      unknown: "problem.walletNetworkUnknown",
      different: "problem.walletNetworkDifferent",
    } as const;
    super(`The wallet is not on ${chain}: ${reason}.`, { key: keys[reason], values: { chain } }, { cause });
  }
}

/** The wallet shows another account than the one that was connected, or none. */
export class AccountChangedError extends PayerError {
  override readonly name = "AccountChangedError";
  constructor() {
    super("The wallet's account changed.", { key: "problem.walletAccountChanged", values: {} });
  }
}

/** The wallet connected, and shared no account: it is locked, or none was chosen for this page. */
export class NoAccountError extends PayerError {
  override readonly name = "NoAccountError";
  constructor(wallet: string) {
    super(`${wallet} shared no account.`, { key: "problem.walletNoAccount", values: { wallet } });
  }
}

/** The wallet has a question open that was not answered yet. */
export class WalletBusyError extends PayerError {
  override readonly name = "WalletBusyError";
  constructor(cause?: unknown) {
    super("The wallet waits for an answer to something else.", { key: "problem.walletBusy", values: {} }, { cause });
  }
}

/** The wallet does not know a method, or did it wrongly: another way may do. */
export class WalletCannotError extends PayerError {
  override readonly name = "WalletCannotError";
  constructor(what: string, cause?: unknown) {
    super(`The wallet cannot do this: ${what}`, { key: "problem.walletCannot", values: {} }, { cause });
  }
}

/** The wallet, or what connects to it, could not be reached. */
export class WalletUnavailableError extends PayerError {
  override readonly name = "WalletUnavailableError";
  constructor(wallet: string, cause?: unknown) {
    super(`${wallet} cannot be reached.`, { key: "problem.walletUnavailable", values: { wallet } }, { cause });
  }
}

/** The error that says what a wallet's own error means. */
export function walletError(error: unknown): PayerError | DOMException {
  if (error instanceof PayerError) return error;
  if (error instanceof DOMException && error.name === "AbortError") return error;
  switch (refusalOf(error)) {
    case "rejected":
      return new RejectedByPayerError(error);
    case "unauthorized":
      return new AccountChangedError();
    case "pending":
      return new WalletBusyError(error);
    default:
      return new WalletCannotError(error instanceof Error ? error.message : messageOf(error), error);
  }
}

/** Many wallets throw plain objects. */
function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}
