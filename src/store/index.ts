export { isDataException } from "./data-exception.ts";
export { type Database, type DatabaseOptions, type DatabaseTransaction, openDatabase } from "./database.ts";
export { DatabaseInUseError } from "./directory-lock.ts";
export { type LeasedTable, type LeaseOptions, leaseRows } from "./lease.ts";
export * from "./schema.ts";
