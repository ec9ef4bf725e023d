import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync } from "node:fs";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { startTestServer } from "../support/test-server.ts";

const promtool = (process.env.PATH ?? "")
  .split(":")
  .map((directory) => `${directory}/promtool`)
  .find((file) => {
    try {
      accessSync(file);
      return true;
    } catch {
      return false;
    }
  });

const skip =
  promtool === undefined && "promtool is not installed: it is in Debian's prometheus package, and CI installs it";

test("promtool finds nothing to say of the metrics", { skip }, async () => {
  await using server = await startTestServer({
    differencesFound: () => new Map([[8453, new Map([["MISSING", 2] as const])]]),
  });
  await server.call("GET", "/v1/status");
  const metrics = await (await fetch(new URL("/metrics", server.url))).text();
  assert.match(metrics, /^railsplit_ledger_differences_total\{chain="8453",kind="MISSING"\} 2$/m);
  // A second scrape counts nothing twice.
  assert.match(await (await fetch(new URL("/metrics", server.url))).text(), /differences_total\{[^}]*\} 2$/m);
  const check = spawn(promtool ?? "", ["check", "metrics"]);
  check.stdin.end(metrics);
  const [said, [code]] = await Promise.all([text(check.stderr), once(check, "close")]);
  assert.deepEqual([code, said], [0, ""]);
});
