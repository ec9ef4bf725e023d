import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { type CheckoutBuild, checkoutDirectory } from "../src/api/pages/checkout-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a build is made from: any change of these makes it stale. */
const sources = ["web/**", "{src/{protocol,sandbox},clients/typescript}/**", "package-lock.json"];

/** Holds the hash of the sources that a build was made from. */
const stamp = "built-from";

/** Builds the checkout page where the one that is there was made from other sources. In a process of its own, whose memory ends with it. */
export async function buildCheckout(build: CheckoutBuild): Promise<void> {
  if (await isBuilt(build, await hashOfSources())) return;
  await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), build]);
}

async function isBuilt(build: CheckoutBuild, hash: string): Promise<boolean> {
  return (await readFile(join(checkoutDirectory(build), stamp), "utf8").catch(() => "")) === hash;
}

/** Builds the checkout, what embeds it and the dashboard, and compresses their files. */
async function buildHere(build: CheckoutBuild): Promise<void> {
  const target = checkoutDirectory(build);
  const hash = await hashOfSources();
  if (await isBuilt(build, hash)) return;
  // Loaded when needed: usually there is nothing to build.
  const vite = await import("vite");
  const partial = `${target}.${process.pid}`;
  await vite.build({
    configFile: join(root, "web", "checkout", "vite.config.ts"),
    mode: build,
    logLevel: "error",
    build: { outDir: partial },
  });
  await vite.build({
    configFile: join(root, "web", "embed", "vite.config.ts"),
    logLevel: "error",
    build: { outDir: partial },
  });
  await vite.build({
    configFile: join(root, "web", "dashboard", "vite.config.ts"),
    mode: build,
    logLevel: "error",
    build: { outDir: join(partial, "dashboard") },
  });
  for await (const file of glob("{{,dashboard/}assets/*.{js,css,svg},embed.js}", { cwd: partial }))
    await compress(join(partial, file));
  await writeFile(join(partial, stamp), hash);
  // Whole or not at all: a server may be starting meanwhile.
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  await rename(partial, target).catch(async (error: NodeJS.ErrnoException) => {
    // Another process has built the same meanwhile.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    await rm(partial, { recursive: true });
  });
}

async function hashOfSources(): Promise<string> {
  const files: string[] = [];
  for (const pattern of sources) {
    for await (const entry of glob(pattern, { cwd: root, withFileTypes: true })) {
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
    }
  }
  const hash = createHash("sha256");
  for (const file of files.toSorted()) hash.update(file.slice(root.length)).update(await readFile(file));
  return hash.digest("hex");
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params: quality }));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}

if (import.meta.main) {
  const builds = ["production", "sandbox"] as const;
  const chosen = builds.filter((build) => build === process.argv[2]);
  for (const build of chosen.length > 0 ? chosen : builds) await buildHere(build);
}
