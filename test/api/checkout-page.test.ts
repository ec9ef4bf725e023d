import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { buildCheckout } from "../../scripts/build-checkout.ts";
import { checkoutDirectory, readCheckoutPage } from "../../src/api/pages/checkout-page.ts";
import { writeCheckoutSettings } from "../../src/checkout/checkout-settings.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  await buildCheckout("production");
  await buildCheckout("sandbox");
  server = await startTestServer({ checkoutPage: await readCheckoutPage("production"), limits: { perMinute: 20 } });
});
after(() => server[Symbol.asyncDispose]());

const create = async (): Promise<string> =>
  (await server.call("POST", "/v1/payments", { amount: "5.00", currency: "USD" })).body.id;
const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, server.url), { headers });
const policyOf = (response: Response) =>
  new Map(
    response.headers
      .get("content-security-policy")
      ?.split("; ")
      .map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]),
  );

test("a payment's page allows its own files and API and nothing else, and nobody's frame but its own", async () => {
  const response = await get(`/pay/${await create()}`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
  assert.deepEqual(Object.fromEntries(policyOf(response)), {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  });
  assert.equal(response.headers.get("x-frame-options"), null);
  assert.equal(response.headers.get("referrer-policy"), "no-referrer");
  assert.equal(response.headers.get("set-cookie"), null);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const html = await response.text();
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\son\w+=|https?:/, "nothing inline, nothing from elsewhere");
});

test("the pages that the merchant named may frame its payments, and are named to the page", async () => {
  const embedOrigins = ["https://shop.example"];
  await writeCheckoutSettings(
    server.context,
    { organizationId: server.organizationId, mode: "test" },
    { embedOrigins },
  );
  const response = await get(`/pay/${await create()}`);
  assert.equal(policyOf(response).get("frame-ancestors"), "'self' https://shop.example");
  assert.match(await response.text(), /&#34;frameOrigins&#34;:\[&#34;https:\/\/shop.example&#34;\]/);
});

test("an unknown payment is 404, with the page that says so", async () => {
  for (const id of ["0195940c-5c40-7b8a-9d51-3c1f5a2e7d10", "nonsense", "preview"]) {
    const response = await get(`/pay/${id}`);
    assert.equal(response.status, 404, id);
    assert.match(await response.text(), /<div id="checkout">/);
  }
});

test("its files are kept for ever, come compressed, and do not count as requests", async () => {
  const html = await (await get(`/pay/${await create()}`)).text();
  const [, script = ""] = /src="\.\.\/pay\/(assets\/[^"]+\.js)"/.exec(html) ?? [];
  for (let times = 0; times < 30; times += 1) assert.equal((await get(`/pay/${script}`)).status, 200);
  const plain = await (await get(`/pay/${script}`, { "accept-encoding": "identity" })).text();
  const response = await get(`/pay/${script}`, { "accept-encoding": "gzip" });
  assert.equal(response.headers.get("content-encoding"), "gzip");
  assert.equal(response.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.match(response.headers.get("content-type") ?? "", /javascript/);
  assert.equal(await response.text(), plain);
  const onDisk = await readFile(join(checkoutDirectory("production"), `${script}.gz`));
  assert.equal(gunzipSync(onDisk).toString(), plain);
  assert.equal((await get(`/pay/${script}`, { "accept-encoding": "br, gzip" })).headers.get("content-encoding"), "br");
  assert.equal((await get("/pay/assets/none.js")).status, 404);
});

/** What only the sandbox's page may hold. */
const sandboxOnly = ["choose-unavailable", "Oak & Ash"];

test("the sandbox's previews are in the sandbox's build and not in production's", async () => {
  const contents = async (build: "production" | "sandbox") => {
    const directory = join(checkoutDirectory(build), "assets");
    const files = (await readdir(directory)).filter((name) => name.endsWith(".js"));
    return (await Promise.all(files.map((name) => readFile(join(directory, name), "utf8")))).join("\n");
  };
  const [production, sandbox] = [await contents("production"), await contents("sandbox")];
  for (const text of sandboxOnly) {
    assert.equal(production.includes(text), false, text);
    assert.equal(sandbox.includes(text), true, text);
  }
});

type Manifest = Record<string, { file: string; isEntry?: boolean; imports?: string[]; css?: string[] }>;

test("what the first screen needs is at most 120 kB, compressed", async () => {
  const directory = checkoutDirectory("production");
  const manifest = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8")) as Manifest;
  const files = new Set<string>();
  const add = (name: string): void => {
    const part = manifest[name];
    if (!part || files.has(part.file)) return;
    for (const file of [part.file, ...(part.css ?? [])]) files.add(file);
    part.imports?.forEach(add);
  };
  Object.keys(manifest)
    .filter((name) => manifest[name]?.isEntry)
    .forEach(add);
  const sizes = await Promise.all(
    [...files].map(async (file) => (await readFile(join(directory, `${file}.gz`))).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(files.size >= 2, "script and style");
  assert.ok(total <= 120_000, `${total} bytes: ${[...files].join(", ")}`);
});

test("where the page is not built, the command that builds it is named", async () => {
  await assert.rejects(readCheckoutPage("nowhere" as "sandbox"), /npm run build:checkout/);
});
