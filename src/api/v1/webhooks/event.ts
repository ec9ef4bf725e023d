export type { PaymentEventType } from "../../../events/index.ts";
export type { DepositNotice } from "../../../payments/index.ts";
