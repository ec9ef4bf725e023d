import { type Message, type MessageKey, say } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import type { MethodName } from "./choose-method.ts";
import { type Withheld, withheldBy } from "./withheld.ts";

/** The wallet holds less than the payment asks for. */
export class NotEnoughTokensError extends PayerError {
  override readonly name = "NotEnoughTokensError";
  constructor(values: { readonly needed: string; readonly held: string; readonly network: string }) {
    super(`${values.needed} are needed, the wallet holds ${values.held}.`, { key: "problem.notEnoughTokens", values });
  }
}

/** The only ways left cost native tokens that the wallet does not hold. */
export class NotEnoughNativeTokenError extends PayerError {
  override readonly name = "NotEnoughNativeTokenError";
  constructor(values: { readonly nativeToken: string; readonly token: string; readonly network: string }) {
    super(`The wallet can only pay with ${values.nativeToken} for the network's fee.`, {
      key: "problem.notEnoughNativeToken",
      values,
    });
  }
}

/** Tried beforehand, the payment fails on chain: the token, or the router, says why. */
export class WouldFailError extends PayerError {
  override readonly name = "WouldFailError";
  constructor(reason: string, cause?: unknown) {
    super(`The payment would fail: ${reason}`, { key: "problem.paymentWouldFail", values: { reason } }, { cause });
  }
}

/** The payment can no longer be paid, or is being paid elsewhere: another tab, another device. */
export class PaymentTakenError extends PayerError {
  override readonly name = "PaymentTakenError";
  constructor(where: "settled" | "otherTab" | "closed") {
    const keys = {
      settled: "problem.paymentSettled",
      otherTab: "problem.paymentInOtherTab",
      closed: "problem.paymentClosed",
    } as const;
    super(`The payment cannot be paid here: ${where}.`, { key: keys[where], values: {} });
  }
}

/** The API did not take what was signed, and said why by its code. Nothing was sent. */
export class SubmissionRefusedError extends PayerError {
  override readonly name = "SubmissionRefusedError";
  readonly code: string;
  /** Which methods the API does not pay the gas of for this payer now, where that is what it said. */
  readonly withheld: Withheld | undefined;
  constructor(code: string, message: string, cause?: unknown) {
    const withheld = withheldBy[code];
    const said = withheld
      ? ({ key: "problem.withheld", values: { why: say(withheld.why) } } as const)
      : { key: refusals[code] ?? "problem.submissionRefused", values: { code } };
    super(`The API refused: ${code}: ${message}`, said, { cause });
    this.code = code;
    this.withheld = withheld;
  }
}

/** Codes of the API that have something of their own to say to a payer. */
const refusals: Readonly<Record<string, MessageKey>> = {
  AUTHORIZATION_REVERTS: "problem.signatureRefused",
  PAYMENT_NOT_ACTIVE: "problem.paymentClosed",
  PAYMENT_UNDER_WAY: "problem.paymentClosed",
  QUOTE_EXPIRED: "problem.quoteExpired",
  BUNDLER_UNAVAILABLE: "problem.gaslessBusy",
  BUNDLER_REFUSED: "problem.gaslessBusy",
  CHAIN_UNAVAILABLE: "problem.chainUnreachable",
  RATE_LIMITED: "problem.tooManyRequests",
};

/** Whether the API took it is not known: it did not answer. The same signature pays once, however often it is handed in. */
export class SubmissionUnknownError extends PayerError {
  override readonly name = "SubmissionUnknownError";
  constructor(cause: unknown) {
    super("The API did not answer.", { key: "problem.submissionUnknown", values: {} }, { cause });
  }
}

/** The wallet's own transaction or batch failed on chain: no money moved but the network's fee. */
export class TransactionFailedError extends PayerError {
  override readonly name = "TransactionFailedError";
  constructor() {
    super("The transaction failed on chain.", { key: "problem.transactionFailed", values: {} });
  }
}

/** The wallet proposed the payment, and too few of its owners confirmed before the quote's end: it can no longer pay. */
export class SignersMissingError extends PayerError {
  override readonly name = "SignersMissingError";
  constructor() {
    super("Too few owners confirmed in time.", { key: "problem.signersMissing", values: {} });
  }
}

/** Nobody has seen the wallet's transaction: it may be under another hash that did nothing, or never have been sent. */
export class TransactionNotSeenError extends PayerError {
  override readonly name = "TransactionNotSeenError";
  constructor(network: string) {
    super("The transaction was not seen.", { key: "problem.transactionNotSeen", values: { network } });
  }
}

/** The wallet's transaction is on chain, and allows less than the total: wallets let their users change the amount. */
export class AllowanceMissingError extends PayerError {
  override readonly name = "AllowanceMissingError";
  constructor(amount: string) {
    super(`The allowance is less than ${amount}.`, { key: "problem.allowanceMissing", values: { amount } });
  }
}

/** The wallet, the account's code or the API refuses a payment method: another may do. */
export class MethodRefusedError extends PayerError {
  override readonly name = "MethodRefusedError";
  readonly method: MethodName;
  /** The methods that the same holds for, this one included. */
  readonly refused: readonly MethodName[];
  constructor(method: MethodName, cause: PayerError) {
    super(cause.message, cause.said, { cause });
    this.method = method;
    const withheld = cause instanceof SubmissionRefusedError ? cause.withheld : undefined;
    this.refused = [method, ...(withheld?.methods ?? [])];
  }

  /** What to say where another method has been chosen instead. */
  saidOf(chosen: MethodName): Message {
    const { cause, method } = this;
    const values = { chosen: say(`method.${chosen}`) };
    const withheld = cause instanceof SubmissionRefusedError ? cause.withheld : undefined;
    if (withheld) return { key: "problem.methodWithheld", values: { ...values, why: say(withheld.why) } };
    return { key: "problem.methodRefused", values: { ...values, refused: say(`method.${method}`) } };
  }
}

/** The payer replaced the transaction in the wallet by one that does nothing. */
export class TransactionCancelledError extends PayerError {
  override readonly name = "TransactionCancelledError";
  constructor() {
    super("The transaction was cancelled in the wallet.", { key: "problem.transactionCancelled", values: {} });
  }
}

/** The chain could not be read through the API. */
export class ChainUnreachableError extends PayerError {
  override readonly name = "ChainUnreachableError";
  constructor(cause: unknown) {
    super("The chain cannot be read now.", { key: "problem.chainUnreachable", values: {} }, { cause });
  }
}
