import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { startTestServer } from "../support/test-server.ts";

/** A page in place of the built one: how it is served is what counts here. */
let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-page-"));
  await mkdir(join(directory, "assets"));
  await writeFile(join(directory, "assets", "page.js"), "export {};");
  await writeFile(join(directory, "embed.js"), "export {};");
});
after(() => rm(directory, { recursive: true }));

const page = () => ({ directory, html: "<title>Pay</title>", build: "production" as const });

test("pages and their files have a limit of their own: what a payer's page asks of the API uses none of it up", async () => {
  await using server = await startTestServer({ checkoutPage: page(), limits: { perMinute: 2 } });
  for (let times = 0; times < 5; times += 1) await server.call("GET", "/v1/checkout/x", undefined, {});
  for (const path of ["/pay/x", "/pay/assets/page.js", "/embed.js"]) {
    for (let times = 0; times < 5; times += 1) {
      const response = await fetch(new URL(path, server.url));
      assert.ok(response.status === 200 || response.status === 404);
      assert.ok(Number(response.headers.get("x-ratelimit-remaining")) > 2_900, path);
    }
  }
});

test("a page over its limit is answered as a page", async () => {
  const pageLimits = { perMinute: 1, perHour: 10, perDay: 10 };
  const minute = new Date();
  await using server = await startTestServer({ clock: () => minute, checkoutPage: page(), pageLimits });
  const first = await fetch(new URL("/pay/x", server.url));
  assert.match(await first.text(), /<title>Pay/);
  const { status, headers, ...response } = await fetch(new URL("/pay/x", server.url)).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
  }));
  assert.equal(status, 429);
  assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
  assert.ok(Number(headers.get("retry-after")) > 0);
  assert.match(response.text, /<h1>Too many requests<\/h1>/);
  assert.match(response.text, /Try again in \d+ s/);
});

test("the folder of a page's files, and what is not in it, are a 404", async () => {
  await using server = await startTestServer({ checkoutPage: page() });
  for (const path of ["/pay/assets/", "/pay/assets", "/pay/assets/%2e%2e%2fembed.js", "/pay/assets/none.js"]) {
    for (const encoding of ["gzip, br", "identity"]) {
      const { status } = await fetch(new URL(path, server.url), { headers: { "accept-encoding": encoding } });
      assert.equal(status, 404, `${path} ${encoding}`);
    }
  }
});

test("X-Forwarded-For from a proxy that is not trusted is warned of once", async () => {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
  const forwarded = { "x-forwarded-for": "203.0.113.7" };
  await using unknown = await startTestServer({ log });
  for (let times = 0; times < 3; times += 1) await unknown.call("GET", "/healthz", undefined, forwarded);
  assert.equal(lines.filter((line) => line.includes("TRUSTED_PROXIES")).length, 1);
  lines.length = 0;
  await using trusting = await startTestServer({ log, trustedProxies: ["127.0.0.1"] });
  await trusting.call("GET", "/healthz", undefined, forwarded);
  assert.deepEqual(lines, []);
});
