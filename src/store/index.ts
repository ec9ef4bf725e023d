export { type Database, type DatabaseOptions, type DatabaseTransaction, openDatabase } from "./database.ts";
export { DatabaseInUseError } from "./directory-lock.ts";
export { enqueueDelivery } from "./enqueue-delivery.ts";
export * from "./schema.ts";
