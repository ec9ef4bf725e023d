import { type Hex, hashStruct } from "viem";
import { type PaymentTerms, paymentTypes } from "./payment.ts";

/**
 * The id under which a payment settles: the EIP-712 struct hash of its terms, without a domain.
 * Equal to `PaymentRouter.paymentIdOf`; changing one recipient or one unit changes the id.
 */
export function paymentIdOf(payment: PaymentTerms): Hex {
  return hashStruct({ data: payment, primaryType: "Payment", types: paymentTypes });
}
