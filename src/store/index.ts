export { type Database, type DatabaseOptions, type DatabaseTransaction, openDatabase } from "./database.ts";
export * from "./schema.ts";
