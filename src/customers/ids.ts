import { prefixedId, uuidOf } from "../schemas/index.ts";

const customerPrefix = "cus";
const referencePrefix = "dref";

/** A customer's id as every API shows it. */
export function customerId(uuid: string): string {
  return prefixedId(customerPrefix, uuid);
}

/** The UUID in a customer's id; undefined for any other text. */
export function uuidOfCustomer(id: string): string | undefined {
  return uuidOf(customerPrefix, id);
}

/** A deposit reference's id as every API shows it. */
export function depositReferenceId(uuid: string): string {
  return prefixedId(referencePrefix, uuid);
}

/** The UUID in a deposit reference's id; undefined for any other text. */
export function uuidOfDepositReference(id: string): string | undefined {
  return uuidOf(referencePrefix, id);
}
