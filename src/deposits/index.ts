export { forgetGivenBack } from "./deposit-watches.ts";
export { listClaims } from "./recoveries.ts";
export { requestClaims } from "./request-recoveries.ts";
export { lookAtDeposits } from "./scan-deposits.ts";
export { noticeTransfers } from "./transfer-hints.ts";
