/** The protocol of Railsplit without any I/O: runs in Node and in browsers. */
export * from "./canonical-contracts.ts";
export * from "./chains/index.ts";
export * from "./coins.ts";
export * from "./currencies.ts";
export * from "./decimal.ts";
export * from "./deployment.ts";
export * from "./deposit-address.ts";
export * from "./finality-policy.ts";
export * from "./generated/index.ts";
export * from "./payment.ts";
export * from "./payment-id.ts";
export * from "./payment-status.ts";
export * from "./payment-uuid.ts";
export * from "./split.ts";
export * from "./typed-data.ts";
