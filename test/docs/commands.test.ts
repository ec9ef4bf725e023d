import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const scripts: Record<string, string> = JSON.parse(await readFile(join(root, "package.json"), "utf8")).scripts;

/** Nothing but what npm itself needs: no key, no endpoint, no home with settings. */
let environment: NodeJS.ProcessEnv;
let home: string;
before(async () => {
  home = await mkdtemp(join(tmpdir(), "railsplit-home-"));
  environment = { PATH: process.env.PATH, HOME: home };
});
after(() => rm(home, { recursive: true, force: true }));

/** Says what it does and does nothing; each is run by its text in full in the tests named beside it. */
const explained: Readonly<Record<string, string>> = {
  demo: ".ci/run",
  start: "test/sandbox/processes.test.ts",
  shop: "test/examples/shop.test.ts",
  sandbox: "test/sandbox/processes.test.ts",
  railsplit: "test/cli/command-line.test.ts",
  reconcile: "test/cli/command-line.test.ts",
  deploy: "test/deploy/rehearsal.test.ts",
  "verify:deployment": "test/deploy/rehearsal.test.ts",
  "verify:explorers": "test/deploy/rehearsal.test.ts",
  bench: "by hand: docs/scaling.md",
  "test:faults": "test/faults/short.test.ts",
  "test:mutation": "by hand: docs/audit/findings.md",
  "test:breaks": "by hand: docs/audit/findings.md",
  prove: "by hand: docs/audit/proofs.md",
};

/** Take no options, and are run as they are by the file or script named beside them. */
const unexplained: Readonly<Record<string, string>> = {
  test: ".ci/run",
  "test:database": ".ci/run",
  "test:contracts": "npm test",
  "test:fork": "test/contracts/fork/fork.test.ts",
  "test:deep": "by hand: docs/audit/findings.md",
  "test:coverage": "by hand: docs/audit/README.md",
  generate: "npm test",
  format: "npm test checks what it writes",
  screenshots: "by hand: docs/screenshots",
  "build:checkout": "npm test",
  "build:contracts": "npm test",
  "build:package": "test/clients/package.test.ts",
};

/** Scripts that the documents name, and where. */
async function named(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const page of glob(["*.md", "docs/**/*.md", "examples/**/*.md"], { cwd: root })) {
    const text = await readFile(join(root, page), "utf8");
    for (const [, ran, short] of text.matchAll(/\bnpm (?:run ([a-z][a-z:]*)|(start|test)\b)/g)) {
      found.set(ran ?? short ?? "", page);
    }
  }
  return found;
}

test("commands: each that a document names exists, and a test or this list says where it is run", async () => {
  const found = await named();
  assert.ok(found.size > 20);
  for (const [script, page] of found) {
    assert.ok(script in scripts, `${page} names npm run ${script}: there is none.`);
    assert.ok(script in explained || script in unexplained, `${page} names npm run ${script}: add it to this test.`);
  }
});

for (const script of Object.keys(explained)) {
  test(`commands: npm run ${script} -- --help answers without any variable, and compiles nothing`, async () => {
    const args = ["run", "--silent", script, "--", "--help"];
    const { stdout } = await promisify(execFile)("npm", args, { cwd: root, env: environment });
    assert.match(stdout, /^Usage: /);
    assert.doesNotMatch(scripts[script] ?? "", /build:contracts|hardhat build/);
    assert.ok(!(`pre${script}` in scripts), `pre${script} would run before the options are read`);
  });
}
