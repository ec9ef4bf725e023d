import type { MethodName } from "../choose-method.ts";
import type { PaymentMethod } from "../payment-method.ts";
import { approval } from "./approval.ts";
import { authorization } from "./authorization.ts";
import { batch } from "./batch.ts";
import { paymentSignature } from "./payment-signature.ts";
import { permit } from "./permit.ts";
import { permit2 } from "./permit2.ts";
import { smartAccount } from "./smart-account.ts";
import { sponsoredBatch } from "./sponsored-batch.ts";

export const methods: Readonly<Record<MethodName, PaymentMethod>> = {
  paymentSignature,
  authorization,
  permit2,
  sponsoredBatch,
  smartAccount,
  permit,
  batch,
  approval,
};
