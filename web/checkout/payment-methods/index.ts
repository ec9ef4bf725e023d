export type { MethodName } from "./choose-method.ts";
export { type Plan, type PlanContext, planPayment } from "./plan.ts";
export type { PaymentApi } from "./prepared-payment.ts";
