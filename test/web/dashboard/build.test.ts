import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildCheckout } from "../../../scripts/build-checkout.ts";
import { checkoutDirectory } from "../../../src/api/pages/checkout-page.ts";

const directory = join(checkoutDirectory("production"), "dashboard");
before(() => buildCheckout("production"));

type Manifest = Record<
  string,
  { readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }
>;

/** The most that is loaded before anything can be done. Bytes, compressed. */
const most = 150_000;

test("dashboard: its first load is small, with the page's own part and the chart", async () => {
  const manifest = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8")) as Manifest;
  const files = new Set(["index.html"]);
  const load = (key: string) => {
    const { file, css = [], imports = [] } = manifest[key] ?? assert.fail(`${key} is not in the manifest`);
    if (files.has(file)) return;
    for (const each of [file, ...css]) files.add(each);
    for (const imported of imports) load(imported);
  };
  for (const entry of ["index.html", "components/draw-bars.ts", "pages/payments/payments.tsx"]) load(entry);
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await readFile(join(directory, file))).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total < most, `${total} bytes are loaded at first`);
  assert.ok(total > 20_000, "the files were found");
});

test("dashboard: parts that are opened later are loaded later", async () => {
  const manifest = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8")) as Manifest;
  const parts = Object.keys(manifest).filter((key) => key.startsWith("pages/"));
  assert.ok(parts.length > 12, parts.join());
});
