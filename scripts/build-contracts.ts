import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

type BuildOptions = {
  /** Compile all of them, whatever was compiled before. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
};

/** Compiles what has changed of the contracts. Throws where that fails, for which the compiler has said why, and what the signal says once it has aborted. */
export async function buildContracts({ force = false, signal }: BuildOptions = {}): Promise<void> {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("hardhat/package.json");
  const hardhat = join(dirname(manifest), require(manifest).bin.hardhat);
  const child = spawn(process.execPath, [hardhat, "build", "--quiet", ...(force ? ["--force"] : [])], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    // Standard output belongs to the command that has them built.
    stdio: ["ignore", process.stderr, "inherit"],
  });
  const [code] = await once(child, "exit");
  signal?.throwIfAborted();
  if (code !== 0) throw new Error("The contracts were not compiled: see above.");
}
