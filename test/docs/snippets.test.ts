import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { glob, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** A reader's project: elsewhere, strict, with nothing but Node's types and the package as it is published. */
let project: string;
before(async () => {
  project = await mkdtemp(join(tmpdir(), "railsplit-reader-"));
  await run("npm", ["run", "build:package", "--silent"], { cwd: root });
  const modules = join(project, "node_modules");
  await mkdir(join(modules, "@types"), { recursive: true });
  await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", project], { cwd: root });
  const [archive = ""] = (await readdir(project)).filter((file) => file.endsWith(".tgz"));
  await run("tar", ["-xzf", archive], { cwd: project });
  await symlink(join(project, "package"), join(modules, "railsplit"));
  for (const name of ["@types/node", "undici-types", "viem"]) {
    await symlink(join(root, "node_modules", name), join(modules, name));
  }
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: false,
    noEmit: true,
    skipLibCheck: true,
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
});
after(() => rm(project, { recursive: true, force: true }));

/** Each block of TypeScript of the documents and of the client's own comments, by the place where it stands. */
async function snippets(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const page of glob(["*.md", "docs/**/*.md", "examples/**/*.md", "clients/typescript/**/*.ts"], {
    cwd: root,
  })) {
    const text = await readFile(join(root, page), "utf8");
    const blocks = text.matchAll(/^( \* )?```(?:ts|typescript)\n([\s\S]*?)^(?: \* )?```/gm);
    for (const [number, [, comment, block = ""]] of [...blocks].entries()) {
      const code = comment ? block.replaceAll(/^ \* ?/gm, "") : block;
      found.set(`${page}#${number + 1}`, code);
    }
  }
  return found;
}

test("snippets: every one of the documents compiles as it stands, strict, in a project outside", async () => {
  const found = await snippets();
  assert.ok(found.size >= 4, `${found.size}`);
  for (const [place, code] of found) {
    const known = /from "railsplit\/client"/.test(code) ? "" : 'import { Railsplit } from "railsplit/client";\n';
    await writeFile(join(project, `${place.replaceAll(/[^a-zA-Z0-9]+/g, "-")}.ts`), `${known}${code}\nexport {};\n`);
  }
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", project], { cwd: project }).catch((error) => error);
  assert.equal(stdout, "");
});

test("snippets: one that does not compile is found", async () => {
  const wrong = join(project, "wrong.ts");
  await writeFile(
    wrong,
    'import { Railsplit } from "railsplit/client";\nnew Railsplit({ apiKey: process.env.KEY });\n',
  );
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", project], { cwd: project }).catch((error) => error);
  await rm(wrong);
  assert.match(stdout, /wrong\.ts.*error TS/);
});
