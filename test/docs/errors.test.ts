import assert from "node:assert/strict";
import { access, glob, readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { statuses } from "../../src/api/http/error-statuses.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("every error code of the API is explained with its status, and nothing else is", async () => {
  const known = Object.entries(statuses).map(([code, status]) => `${status} ${code}`);
  const page = await readFile(`${root}/docs/api/errors.md`, "utf8");
  const explained = [...page.matchAll(/^\| (\d{3}) +\| `([A-Z_]+)` /gm)].map(([, status, code]) => `${status} ${code}`);
  // Fastify's own.
  const ours = explained.filter((code) => !/ (CTP_|BAD_URL)/.test(code));
  assert.deepEqual(ours.toSorted(), known.toSorted());
});

test("every code that an engine throws has a status, or is handled where it is thrown", async () => {
  const files: string[] = [];
  for await (const file of glob("src/**/*.ts", { cwd: root })) files.push(file);
  const codes = new Set<string>();
  for (const file of files) {
    const source = await readFile(`${root}/${file}`, "utf8");
    for (const [, code = ""] of source.matchAll(/override readonly code = "([A-Z_]+)"/g)) codes.add(code);
  }
  assert.ok(codes.size > 15);
  const without = [...codes].filter((code) => !(code in statuses));
  // Refusals of JSON-RPC, and what one lane of the relayer says to the other.
  assert.deepEqual(without.toSorted(), ["LANE_REFUSED", "OPERATION_REFUSED"]);
});

test("no page of the documentation leads nowhere", async () => {
  const pages = (await readdir(`${root}/docs`, { recursive: true })).filter((file) => file.endsWith(".md"));
  for (const page of [...pages.map((file) => `docs/${file}`), "README.md", "CONTRIBUTING.md", "SECURITY.md"]) {
    const text = await readFile(`${root}/${page}`, "utf8");
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      const file = new URL(target, new URL(page, `file://${root}/`));
      const found = await readFile(file).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === "EISDIR",
      );
      assert.ok(found, `${page} links to ${target}`);
    }
  }
});

test("every test that a promise or the threat model names is there", async () => {
  for (const page of ["promises.md", "threat-model.md"]) {
    const text = await readFile(`${root}/docs/${page}`, "utf8");
    const files = [...text.matchAll(/`((?:test|scripts)\/[^`]+)`/g)].map(([, file]) => file);
    assert.ok(files.length > 10, page);
    for (const file of files) await assert.doesNotReject(access(`${root}/${file}`), `${page}: ${file}`);
  }
});
