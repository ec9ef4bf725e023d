import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LockHeldError, takeProcessLock } from "../src/runtime/index.ts";

type BuildOptions = {
  /** Compile all of them, whatever was compiled before. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
};

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Compiles what has changed of the contracts; of several processes one at a time, since they would take each other's cache away. Throws where that fails, for
 * which the compiler has said why, and what the signal says once it has aborted.
 */
export async function buildContracts({ force = false, signal }: BuildOptions = {}): Promise<void> {
  const release = await takeTurn(signal);
  try {
    await build(force, signal);
  } finally {
    await release();
  }
}

/** Waits until no other process compiles. */
async function takeTurn(signal: AbortSignal | undefined): Promise<() => Promise<void>> {
  await mkdir(join(root, "cache"), { recursive: true });
  for (;;) {
    try {
      return await takeProcessLock(join(root, "cache", "build.lock"));
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
    }
    await sleep(200, undefined, { signal });
  }
}

async function build(force: boolean, signal: AbortSignal | undefined): Promise<void> {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("hardhat/package.json");
  const hardhat = join(dirname(manifest), require(manifest).bin.hardhat);
  const child = spawn(process.execPath, [hardhat, "build", "--quiet", ...(force ? ["--force"] : [])], {
    cwd: root,
    // Standard output belongs to the command that has them built.
    stdio: ["ignore", process.stderr, "inherit"],
  });
  const [code] = await once(child, "exit");
  signal?.throwIfAborted();
  if (code !== 0) throw new Error("The contracts were not compiled: see above.");
}

if (import.meta.main) {
  await buildContracts().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
