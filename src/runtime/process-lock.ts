import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";

/** The file is held by another process, or by this one already. */
export class LockHeldError extends Error {
  override readonly name = "LockHeldError";
  /** Of the process that holds it. */
  readonly pid: number;
  constructor(file: string, pid: number) {
    super(`${file} is held by process ${pid}${pid === process.pid ? ", this one" : ""}.`);
    this.pid = pid;
  }
}

/** What this process holds: a lock that names it and is not among these was left by an earlier process with its number, as in a container. */
const held = new Set<string>();

/**
 * Creates a file that names this process, for as long as it works with something that two must not work with. One that a killed process left is taken over.
 * Answers what gives it back. Throws `LockHeldError`.
 */
export async function takeProcessLock(path: string): Promise<() => Promise<void>> {
  const file = resolve(path);
  if (held.has(file)) throw new LockHeldError(file, process.pid);
  held.add(file);
  try {
    const content = `${process.pid} ${await startOf(process.pid)}`;
    while (!(await isCreated(file, content))) {
      const found = await readFile(file, "utf8").catch(() => "");
      const pid = await livingHolder(found);
      if (pid !== undefined && pid !== process.pid) throw new LockHeldError(file, pid);
      await removeIfStill(file, found);
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

/** The number of the running process that holds the file; undefined where none does. */
export async function processLockHolder(path: string): Promise<number | undefined> {
  const file = resolve(path);
  const pid = await livingHolder(await readFile(file, "utf8").catch(() => ""));
  return pid === process.pid && !held.has(file) ? undefined : pid;
}

/** Of several that try at once, one creates it. A link appears with all of its content, so nobody reads half a lock. */
async function isCreated(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes the file away, unless another process has taken the lock over since it was read: that one's is put back. */
async function removeIfStill(file: string, content: string): Promise<void> {
  const aside = `${file}.${process.pid}.old`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await readFile(aside, "utf8")) !== content) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

async function livingHolder(content: string): Promise<number | undefined> {
  const [number = "", ...start] = content.split(" ");
  const pid = Number(number);
  if (!(pid > 0)) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user it is running too.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
  }
  return (await startOf(pid)) === start.join(" ") ? pid : undefined;
}

/** When a process began, in its system's ticks, so that another with the same number is told from it. Empty for one that has ended, and where the system does not say. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in brackets may contain anything; state is the field after it, the start the twentieth.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? "" : (fields[19] ?? "");
}
