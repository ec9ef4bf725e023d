export { checkRelayCost, checkSponsoredCost, gasBudget, sponsorshipLimitDecimals } from "./check-sponsorship.ts";
export type { GasContext } from "./context.ts";
export { SponsorshipUnavailableError, SponsorshipUnprofitableError } from "./errors.ts";
export { estimatedFee } from "./estimated-fee.ts";
export { dollarsOf, formatDollars, gasCost } from "./gas-cost.ts";
export { isWorthItsGas } from "./worth.ts";
