export { gasSponsorAbi } from "./gas-sponsor-abi.ts";
export { paymentRouterAbi } from "./payment-router-abi.ts";
