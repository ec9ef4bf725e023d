export { type AllowanceOwner, allowanceNeeded } from "./allowance.ts";
export { cancelBySignature } from "./cancel-by-signature.ts";
export type { MandatesContext } from "./context.ts";
export { createMandate } from "./create-mandate.ts";
export { cancelMandate, cancelWithin } from "./end-mandate.ts";
export { MandateNotFoundError } from "./errors.ts";
export { type FailingCharges, failingCharges } from "./failing-charges.ts";
export { periodOpening } from "./find-period.ts";
export { listCharges, listMandates, loadMandate, type MandateFilter, openMandate } from "./load-mandate.ts";
export { mandateId, mandateUrl, uuidOfMandate } from "./mandate-id.ts";
export { loadMandatePage, type MandatePage } from "./mandate-page.ts";
export { type ChargeSnapshot, chargeSnapshot, type MandateSnapshot, mandateSnapshot } from "./mandate-snapshot.ts";
export {
  confirmCharge,
  isByItsMandate,
  mandatesByOnchainId,
  markCharged,
  moveCharge,
  noteCancellations,
  reverseCharge,
  unmarkCharged,
} from "./note-charges.ts";
export { type AllowanceMethod, type PreparedTerms, prepareTerms } from "./prepare-terms.ts";
export type { MandateInput } from "./read-mandate.ts";
export { type MandateEventData, mandateSubject } from "./record-event.ts";
export {
  type ChargeInput,
  chargeOf,
  type LoadedCharge,
  requestCharge,
  scheduleCharge,
  withdrawCharge,
  withdrawScheduled,
} from "./request-charge.ts";
export { type PayersSignature, signMandate } from "./sign-mandate.ts";
export { mandateClockTasks, mandateTasks } from "./tasks.ts";
