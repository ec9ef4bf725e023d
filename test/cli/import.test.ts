import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { commandLine, ofNode } from "../support/command-line.ts";
import { settlementAddress } from "../support/merchant.ts";
import { makeMigratedDirectory } from "../support/migrated.ts";

let directory: string;
let environment: NodeJS.ProcessEnv;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  const database = join(directory, "database");
  await makeMigratedDirectory(database);
  environment = {
    ...ofNode,
    DATA_DIRECTORY: database,
    ROUTER_ADDRESS: "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7",
    GAS_SPONSOR_ADDRESS: "0xF8558Da1574C17F48d4E4a494BE923f7D9aDc53f",
    GAS_SPONSOR_SIGNER_KEY: `0x${"11".repeat(32)}`,
    BASE_RPC_URL: "http://127.0.0.1:1",
    BASE_BUNDLER_URL: "http://127.0.0.1:1",
  };
});
after(() => rm(directory, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...commandLine, ...args], {
    env: environment,
    encoding: "utf8",
  });
  return { status, stderr, answer: stdout === "" ? undefined : JSON.parse(stdout) };
}

test("import: a file is tried, taken over and taken over again, and what is wrong in it is printed by its line", async () => {
  const { organizationId } = run("create-organization", "--name", "Shop", "--address", settlementAddress).answer;
  const file = join(directory, "export.json");
  const records = [
    {
      id: "mug",
      name: "Mug",
      description: "",
      pricing_type: "fixed_price",
      local_price: { amount: "9.00", currency: "USD" },
    },
    { id: "charge-1", code: "ABCDEFGH", name: "Mug", created_at: "2024-04-14T17:15:17Z", checkout: { id: "mug" } },
    { id: "charge-2", code: "BCDEFGHI", name: "Mug", created_at: "then" },
  ];
  await writeFile(file, `[\n${records.map((record) => JSON.stringify(record)).join(",\n")}\n]\n`);
  const take = (...more: string[]) =>
    run("import", "coinbase-commerce", file, "--organization", organizationId, ...more);

  const counts = { organizationId, mode: "live", rows: 3, failed: 1 };
  const fresh = { created: 1, existing: 0 };
  const again = { created: 0, existing: 1 };
  const tried = take("--dry-run");
  assert.deepEqual(tried.answer, { ...counts, dryRun: true, links: fresh, payments: fresh });
  assert.equal(tried.status, 2);
  assert.match(tried.stderr, /export\.json, line 4: created_at/);
  assert.deepEqual(take().answer, { ...counts, dryRun: false, links: fresh, payments: fresh });
  assert.deepEqual(take().answer, { ...counts, dryRun: false, links: again, payments: again });
});

test("import: a service that is not known, no file and no organization are said", () => {
  for (const [args, says] of [
    [["stripe", "x.json"], /import coinbase-commerce FILE/],
    [["coinbase-commerce"], /import coinbase-commerce FILE/],
    [["coinbase-commerce", "nothing.json", "--organization", "x"], /nothing\.json is no file/],
    [["coinbase-commerce", import.meta.filename], /--organization is required/],
  ] as const) {
    const { status, stderr } = run("import", ...args);
    assert.equal(status, 1);
    assert.match(stderr, says);
  }
});
