import { resolve } from "node:path";
import { LockHeldError, OperatorError, takeProcessLock } from "../runtime/index.ts";

/** An embedded database is open already. Two processes that write the same files would ruin them. */
export class DatabaseInUseError extends OperatorError {
  override readonly name = "DatabaseInUseError";
  constructor(directory: string, pid: number) {
    const holder = `process ${pid}${pid === process.pid ? ", this one" : ""}`;
    super(
      `The embedded database in ${directory} is open in ${holder}, and serves one process at a time: stop that one first, or have both use a PostgreSQL server by DATABASE_URL.`,
    );
  }
}

/** Takes a database directory for this process, by a file beside it. Answers what gives it back. Throws `DatabaseInUseError`. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  try {
    return await takeProcessLock(`${resolve(directory)}.lock`);
  } catch (error) {
    throw error instanceof LockHeldError ? new DatabaseInUseError(directory, error.pid) : error;
  }
}
