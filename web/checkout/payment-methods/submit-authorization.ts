import { ApiError, ConnectionError } from "../../../clients/typescript/errors.ts";
import type { SubmitAuthorization } from "../../../clients/typescript/types.ts";
import { SubmissionRefusedError, SubmissionUnknownError } from "./errors.ts";
import type { PreparedPayment } from "./prepared-payment.ts";

/** Each kind of authorization, without what is the same for all. */
type Signed = SubmitAuthorization extends infer Kind
  ? Kind extends unknown
    ? Omit<Kind, "quoteId" | "payer">
    : never
  : never;

/** Hands a signature in, which the API tries before it sends it. Throws `SubmissionRefusedError`, `SubmissionUnknownError`. */
export async function submitAuthorization(
  { api, quote, payer }: PreparedPayment,
  signed: Signed,
  signal: AbortSignal,
): Promise<void> {
  try {
    const authorization = { ...signed, quoteId: quote.id, payer } as SubmitAuthorization;
    await api.authorize(quote.paymentId, authorization, { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ApiError) throw new SubmissionRefusedError(error.code, error.message, error);
    if (error instanceof ConnectionError) throw new SubmissionUnknownError(error);
    throw error;
  }
}
