import type { RungName } from "../choose-rung.ts";
import { approval } from "./approval.ts";
import { authorization } from "./authorization.ts";
import { paymentSignature } from "./payment-signature.ts";
import { permit } from "./permit.ts";
import { permit2 } from "./permit2.ts";
import type { Rung } from "./rung.ts";
import { smartAccount } from "./smart-account.ts";
import { sponsoredBatch } from "./sponsored-batch.ts";

export const rungs: Readonly<Record<RungName, Rung>> = {
  paymentSignature,
  authorization,
  permit2,
  sponsoredBatch,
  smartAccount,
  permit,
  approval,
};
