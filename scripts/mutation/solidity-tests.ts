import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ContractName, root } from "./compile.ts";

type Change = { readonly file: string; readonly start: number; readonly end: number; readonly text: string };

/** Runs the fuzz tests and invariants on changed contracts, in a copy, so that the real files are never touched. */
export class SolidityTests {
  private readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<SolidityTests> {
    const directory = await mkdtemp(join(tmpdir(), "railsplit-mutation-"));
    const parts = ["contracts", "src", "test/contracts", "hardhat.config.ts", "package.json", "tsconfig.json"];
    for (const part of [...parts, "cache", "artifacts"])
      await cp(join(root, part), join(directory, part), { recursive: true });
    // Hardhat's cache knows files by their whole path: without this, everything would be compiled again.
    const cache = join(directory, "cache/compile-cache.json");
    await writeFile(cache, (await readFile(cache, "utf8")).replaceAll(root, `${directory}/`));
    await symlink(join(root, "node_modules"), join(directory, "node_modules"));
    return new SolidityTests(directory);
  }

  /** Whether all tests of these names pass; undefined where the change does not compile. */
  async pass({ file, start, end, text }: Change, names: readonly string[]): Promise<boolean | undefined> {
    const path = join(this.directory, "contracts", file);
    const original = await readFile(join(root, "contracts", file));
    await writeFile(path, Buffer.concat([original.subarray(0, start), Buffer.from(text), original.subarray(end)]));
    const files = names.map((name) => `test/contracts/solidity/${name}.t.sol`);
    try {
      if (!(await this.hardhat(["build", "--no-typechain", `contracts/${file}`]))) return undefined;
      return await this.hardhat(["test", "solidity", ...files]);
    } finally {
      await writeFile(path, original);
    }
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  private hardhat(args: readonly string[]): Promise<boolean> {
    return new Promise((resolve) => {
      const command = join(root, "node_modules/hardhat/dist/src/cli.js");
      const child = spawn(process.execPath, [command, ...args], { cwd: this.directory, stdio: "ignore" });
      child.on("exit", (code) => resolve(code === 0));
    });
  }
}

/** The Solidity tests of contracts. The sponsors have none. */
export function solidityTestsOf(names: readonly ContractName[]): string[] {
  const tested = names.filter((name) => !name.startsWith("GasSponsor"));
  return tested.flatMap((name) => [`${name}Fuzz`, `${name}Invariant`]);
}
