import { InvalidDecimalError, type PricingUnit, parseFiatAmount } from "../protocol/index.ts";
import { InvalidPaymentError } from "./errors.ts";

/** A payer's own amount, in minor units, where a link or an invoice leaves it open. Throws an `InvalidPaymentError` at `amount` for what is none. */
export function readChosenAmount(text: string | undefined, currency: PricingUnit): bigint {
  const typed = text?.trim() ?? "";
  if (typed === "") throw chosenAmountError("Enter the amount that you want to pay.");
  try {
    return parseFiatAmount(typed, currency);
  } catch (error) {
    if (error instanceof InvalidDecimalError) throw chosenAmountError(error.message);
    throw error;
  }
}

/** Says at its field why an amount that a payer chose does not do. */
export function chosenAmountError(message: string): InvalidPaymentError {
  return new InvalidPaymentError([{ path: ["amount"], message }]);
}
