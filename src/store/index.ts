export { type Database, type DatabaseOptions, type DatabaseTransaction, openDatabase } from "./database.ts";
export { DatabaseInUseError } from "./directory-lock.ts";
export * from "./schema.ts";
