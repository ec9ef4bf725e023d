import { readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";

/** An embedded database is open already. Two processes that write the same files would ruin them. */
export class DatabaseInUseError extends Error {
  override readonly name = "DatabaseInUseError";
  constructor(directory: string, pid: string) {
    super(
      `The embedded database in ${directory} is open in process ${pid}, and serves one process at a time: stop that one first, or have both use a PostgreSQL server by DATABASE_URL.`,
    );
  }
}

/** What this process holds: a lock that names it and is not among these was left by an earlier process with its number, as in a container. */
const held = new Set<string>();

/**
 * Takes a database directory for this process, by a file beside it that names the process. One that a killed process left is taken over. Answers what gives
 * it back. Throws `DatabaseInUseError`.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = `${resolve(directory)}.lock`;
  if (held.has(file)) throw new DatabaseInUseError(directory, `${process.pid}, this one`);
  held.add(file);
  try {
    while (!(await isCreated(file, `${process.pid} ${await startOf(process.pid)}`))) {
      const [pid = "", ...start] = (await readFile(file, "utf8").catch(() => "")).split(" ");
      if (Number(pid) !== process.pid && (await isRunning(Number(pid), start.join(" ")))) {
        throw new DatabaseInUseError(directory, pid);
      }
      await rm(file, { force: true });
    }
  } catch (error) {
    held.delete(file);
    throw error;
  }
  return async () => {
    held.delete(file);
    await rm(file, { force: true });
  };
}

/** Of several that try at once, one creates it. */
async function isCreated(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isRunning(pid: number, start: string): Promise<boolean> {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user it is running too.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return (await startOf(pid)) === start;
}

/** When a process began, in its system's ticks, so that another with the same number is told from it. Empty for one that has ended, and where the system does not say. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in brackets may contain anything; state is the field after it, the start the twentieth.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? "" : (fields[19] ?? "");
}
