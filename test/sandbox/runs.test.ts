import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { UsageError } from "../../src/sandbox/command-line.ts";
import { type PortBlock, reservePorts } from "../../src/sandbox/ports.ts";
import { findRun, inOwnFolder } from "../../src/sandbox/runs.ts";
import { statePath } from "../../src/sandbox/state.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "railsplit-runs-"));
});
afterEach(() => rm(root, { recursive: true }));

const fail = async () => assert.fail("It was begun.");
const writeState = (directory: string, apiUrl: string) => writeFile(statePath(directory), JSON.stringify({ apiUrl }));

test("inOwnFolder: what earlier versions and dead processes left is removed, what runs is not", async () => {
  await writeFile(join(root, "state.json"), "{}");
  await mkdir(join(root, "logs"));
  await mkdir(join(root, "old"));
  await writeFile(join(root, "old.lock"), "2147483646 1");
  await inOwnFolder({ usualName: "start", root }, async ({ directory }) => {
    assert.equal(directory, join(root, "start"));
    await inOwnFolder({ usualName: "start", root }, async ({ name }) => {
      assert.equal(name, "start-2");
      assert.deepEqual(await readdir(root), ["start", "start-2", "start-2.lock", "start.lock"]);
    });
  });
  assert.deepEqual(await readdir(root), []);
});

test("inOwnFolder: the folder of a run that fails stays for its logs, until the next one", async () => {
  const fails = inOwnFolder({ usualName: "start", root }, async () => {
    throw new Error("no");
  });
  await assert.rejects(fails, /^Error: no$/);
  assert.deepEqual(await readdir(root), ["start"]);
  await inOwnFolder({ usualName: "demo", root }, async () => {
    assert.deepEqual(await readdir(root), ["demo", "demo.lock"]);
  });
});

test("inOwnFolder: a name that leads elsewhere, or that runs, is refused", async () => {
  for (const name of ["", "..", "a/b", "a.lock", "-a", "a".repeat(41)]) {
    await assert.rejects(inOwnFolder({ name, usualName: "start", root }, fail), UsageError, name);
  }
  await inOwnFolder({ name: "mine", usualName: "start", root }, async () => {
    await assert.rejects(inOwnFolder({ name: "mine", usualName: "start", root }, fail), /mine is running/);
  });
});

test("findRun: answers the newest that can be used, or the one that is named", async () => {
  await assert.rejects(findRun(undefined, root), /No sandbox is running here: run `npm start`/);
  await inOwnFolder({ usualName: "start", root }, async (older) => {
    await writeState(older.directory, "older");
    await utimes(statePath(older.directory), 1, 1);
    await inOwnFolder({ usualName: "demo", root }, async (newer) => {
      assert.equal((await findRun(undefined, root)).name, "start", "a run that is still starting cannot be used");
      await writeState(newer.directory, "newer");
      assert.equal((await findRun(undefined, root)).state.apiUrl, "newer");
      assert.equal((await findRun("start", root)).state.apiUrl, "older");
      await assert.rejects(findRun("shop", root), /No sandbox named shop is running here. These are: demo, start/);
    });
  });
});

test("reservePorts: runs that start at once have ports of their own, and a block with a port in use is passed over", async () => {
  const blocks = await Promise.all(Array.from({ length: 5 }, () => reservePorts()));
  assert.equal(new Set(blocks.map(({ api }) => api)).size, 5);
  const [first] = blocks as [PortBlock];
  const squatter = createServer().listen(first.chains + 3, "127.0.0.1");
  await once(squatter, "listening");
  await first.release();
  const next = await reservePorts();
  assert.notEqual(next.api, first.api);
  squatter.close();
  for (const block of [next, ...blocks.slice(1)]) await block.release();
});
