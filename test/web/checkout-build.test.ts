import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { buildCheckout } from "../../scripts/build-checkout.ts";
import { type CheckoutBuild, checkoutDirectory } from "../../src/api/pages/checkout-page.ts";

before(async () => {
  for (const build of ["production", "sandbox"] as const) await buildCheckout(build);
});

/** What only the test wallet brings: its name, and the mnemonic of its key. */
const traces = ["Sandbox wallet", "test test test test"];

async function filesWith(build: CheckoutBuild, text: string): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob("**/*.{js,html,json}", { cwd: checkoutDirectory(build) })) {
    if ((await readFile(join(checkoutDirectory(build), file), "utf8")).includes(text)) found.push(file);
  }
  return found;
}

test("buildCheckout: the test wallet is in the sandbox's page, and nothing of it in the one that payers see", async () => {
  for (const trace of traces) {
    assert.notDeepEqual(await filesWith("sandbox", trace), []);
    assert.deepEqual(await filesWith("production", trace), []);
  }
});

type Manifest = Record<string, { readonly src?: string; readonly imports?: readonly string[] }>;

test("buildCheckout: what connects wallets elsewhere is not loaded with the page", async () => {
  const file = join(checkoutDirectory("production"), "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as Manifest;
  const loaded = new Set<string>();
  const load = (key: string) => {
    if (loaded.has(key)) return;
    loaded.add(key);
    for (const imported of manifest[key]?.imports ?? []) load(imported);
  };
  load("index.html");
  const onClick = ["wallet-connect.ts", "base-account.ts"].map((name) => `../shared/wallets/${name}`);
  for (const source of [...onClick, "payment-methods/index.ts"]) {
    assert.ok(manifest[source], `${source} is a bundle of its own`);
    assert.equal(loaded.has(source), false);
  }
});
