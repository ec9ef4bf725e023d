import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { LockHeldError, processLockHolder, takeProcessLock } from "../runtime/index.ts";
import { UsageError } from "./command-line.ts";
import { type SandboxState, statePath } from "./state.ts";

/** Where every run has its folder, below where the command was called. */
export const runsDirectory = ".sandbox";

/** A run of the sandbox and the folder that it has for itself. */
export type Run = { readonly name: string; readonly directory: string };

/** A run that another program can use. */
export type FoundRun = Run & { readonly state: SandboxState };

type RunOptions = {
  /** As asked for: a name that another run has is refused. */
  readonly name?: string | undefined;
  /** Otherwise this one, with a number behind it where another run has it. */
  readonly usualName: string;
  readonly root?: string;
};

/**
 * Gives `use` a folder of its own below `.sandbox`, and removes it afterwards. Where `use` throws an error it stays, with its logs, until the next run
 * begins: what dead processes left is removed first. Throws `UsageError` for a name that cannot be used.
 */
export async function inOwnFolder(
  { name, usualName, root = runsDirectory }: RunOptions,
  use: (run: Run) => Promise<void>,
): Promise<void> {
  await mkdir(root, { recursive: true });
  await removeDeadRuns(root);
  const { run, unlock } = await takeFolder(root, name, usualName);
  try {
    await mkdir(run.directory, { recursive: true });
    await use(run);
    await rm(run.directory, { recursive: true, force: true });
  } catch (error) {
    if (error instanceof Error) console.error(`Logs stay in ${join(run.directory, "logs")} until the next run.`);
    else await rm(run.directory, { recursive: true, force: true });
    throw error;
  } finally {
    await unlock();
  }
}

/** The run of that name, or the newest that can be used. Throws an error that says what runs. */
export async function findRun(name?: string, root = runsDirectory): Promise<FoundRun> {
  const runs: (FoundRun & { readonly since: number })[] = [];
  for (const each of await namesIn(root)) {
    if ((await processLockHolder(lockOf(root, each))) === undefined) continue;
    const directory = join(root, each);
    const file = statePath(directory);
    try {
      const state = JSON.parse(await readFile(file, "utf8"));
      runs.push({ name: each, directory, state, since: (await stat(file)).mtimeMs });
    } catch {
      // Still starting.
    }
  }
  runs.sort((one, other) => other.since - one.since);
  const found = runs.find((run) => name === undefined || run.name === name);
  if (found) return found;
  const others = runs.map((run) => run.name).join(", ");
  throw new Error(
    others === ""
      ? "No sandbox is running here: run `npm start` in another terminal first."
      : `No sandbox named ${name} is running here. These are: ${others}.`,
  );
}

async function takeFolder(root: string, name: string | undefined, usualName: string) {
  if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(name)) {
    throw new UsageError(`--sandbox takes a name of letters, digits and hyphens, got "${name}".`);
  }
  for (let number = 1; ; number += 1) {
    const candidate = name ?? (number === 1 ? usualName : `${usualName}-${number}`);
    try {
      const unlock = await takeProcessLock(lockOf(root, candidate));
      return { run: { name: candidate, directory: join(root, candidate) }, unlock };
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
      if (name !== undefined) throw new UsageError(`A sandbox named ${name} is running, in process ${error.pid}.`);
    }
  }
}

/** Under its lock, so that no run begins in a folder that is being removed. */
async function removeDeadRuns(root: string): Promise<void> {
  for (const name of await namesIn(root)) {
    try {
      const unlock = await takeProcessLock(lockOf(root, name));
      await rm(join(root, name), { recursive: true, force: true });
      await unlock();
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
    }
  }
}

const lockOf = (root: string, name: string) => join(root, `${name}.lock`);

/** Of runs that have a folder or a lock, and of what else lies there. */
async function namesIn(root: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(root).catch(() => []);
  return new Set(entries.filter((entry) => !/\.lock\.\d+/.test(entry)).map((entry) => entry.replace(/\.lock$/, "")));
}
