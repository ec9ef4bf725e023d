import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** npm did not install the package with this machine's binary. */
export class BinaryMissingError extends Error {
  override readonly name = "BinaryMissingError";
}

/** anvil itself, not npm's wrapper around it: a wrapper that is killed leaves its chain running. */
export function anvilBinary(): string {
  const platform = process.platform === "win32" ? "win32" : process.platform;
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const name = `@foundry-rs/anvil-${platform}-${architecture}`;
  try {
    const file = join(
      dirname(require.resolve(`${name}/package.json`)),
      "bin",
      process.platform === "win32" ? "anvil.exe" : "anvil",
    );
    if (existsSync(file)) return file;
  } catch {
    // Reported below.
  }
  throw new BinaryMissingError(
    `${name} is not installed. Run \`npx -y -p node@24 npm install\` again, on this machine.`,
  );
}

/** Pimlico's bundler. It is GPL: run as a process of its own, never imported. */
export function altoScript(): string {
  return fileURLToPath(new URL("cli/alto.js", import.meta.resolve("@pimlico/alto")));
}
