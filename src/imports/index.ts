export { type ImportOutcome, importCoinbaseCommerce } from "./coinbase-commerce/import-file.ts";
export { type ImportedPaymentFilter, listImportedPayments } from "./imported-payments.ts";
export { UnreadableFileError } from "./row.ts";
