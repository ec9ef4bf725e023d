export type { MethodName } from "./choose-method.ts";
export { MethodRefusedError } from "./errors.ts";
export type { Progress } from "./payment-method.ts";
export { type Plan, type PlanContext, planPayment } from "./plan.ts";
export type { PaymentApi } from "./prepared-payment.ts";
