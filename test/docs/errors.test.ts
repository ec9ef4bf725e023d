import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("every error code of the API is explained, and nothing else is", async () => {
  const directory = `${root}/src/api`;
  const files = (await readdir(directory, { recursive: true })).filter((file) => file.endsWith(".ts"));
  const thrown = new Set<string>();
  for (const file of files) {
    const source = await readFile(`${directory}/${file}`, "utf8");
    for (const [, status, code] of source.matchAll(/ApiError\(\s*(\d{3}),\s*"([A-Z_]+)"/g))
      thrown.add(`${status} ${code}`);
  }
  assert.ok(thrown.size > 20);
  const page = await readFile(`${root}/docs/api/errors.md`, "utf8");
  const explained = [...page.matchAll(/^\| (\d{3}) +\| `([A-Z_]+)` /gm)].map(([, status, code]) => `${status} ${code}`);
  // Fastify's own.
  const ours = explained.filter((code) => !code.includes("CTP_"));
  assert.deepEqual(ours.toSorted(), [...thrown].toSorted());
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

test("every test that a promise names is there", async () => {
  const page = await readFile(`${root}/docs/promises.md`, "utf8");
  for (const [, file] of page.matchAll(/`((?:test|scripts)\/[^`]+)`/g)) {
    assert.ok(await readFile(`${root}/${file}`, "utf8"), file);
  }
});
