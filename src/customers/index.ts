export { type BindInput, bindReference, termsOf } from "./bind-reference.ts";
export type { CustomersContext, StandingContract } from "./context.ts";
export { type CustomerInput, createCustomer, listCustomers, loadCustomer } from "./customers.ts";
export { DepositReferenceNotFoundError } from "./errors.ts";
export { customerId, depositReferenceId, uuidOfCustomer, uuidOfDepositReference } from "./ids.ts";
export {
  type LoadedAddress,
  type LoadedReference,
  listReferences,
  loadBoundReference,
  loadReference,
  type ReferenceFilter,
  searchReferences,
} from "./load-reference.ts";
export { type DepositSeller, readSellers, splitOf } from "./split-parts.ts";
export { unbindReference } from "./unbind-reference.ts";
