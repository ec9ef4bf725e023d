export { checkOperationCost, checkRelayCost } from "./check-sponsorship.ts";
export type { GasContext } from "./context.ts";
export { SponsorshipUnprofitableError } from "./errors.ts";
export { estimatedFee } from "./estimated-fee.ts";
export { gasCost } from "./gas-cost.ts";
