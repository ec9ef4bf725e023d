import { fileURLToPath } from "node:url";

/**
 * The arguments with which node runs the command line. Its database's WebAssembly stays as it was compiled first: to compile it again for speed pays for
 * a server that lives long, and takes longer than a command.
 */
export const commandLine = ["--liftoff-only", fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url))];

/** What node itself needs of the environment. */
export const ofNode: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
};
