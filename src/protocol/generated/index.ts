export { gasSponsorAbi } from "./gas-sponsor-abi.ts";
export { mandatesAbi } from "./mandates-abi.ts";
export { paymentRouterAbi } from "./payment-router-abi.ts";
export { standingDepositsAbi } from "./standing-deposits-abi.ts";
