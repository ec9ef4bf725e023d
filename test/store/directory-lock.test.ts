import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { lockDirectory } from "../../src/store/directory-lock.ts";
import { DatabaseInUseError } from "../../src/store/index.ts";

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-lock-"));
});
after(() => rm(directory, { recursive: true }));

const path = () => join(directory, "database");
const lock = () => `${path()}.lock`;
const program = new URL("../../src/store/directory-lock.ts", import.meta.url).href;

/** Another process that holds the lock until it is killed. */
async function startHolder() {
  const script = `await (await import(${JSON.stringify(program)})).lockDirectory(${JSON.stringify(path())}); console.log("held"); setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

test("what a process holds nobody else gets, not even itself, until it is given back", async () => {
  const unlock = await lockDirectory(path());
  await assert.rejects(lockDirectory(path()), DatabaseInUseError);
  await unlock();
  await (await lockDirectory(path()))();
});

test("another process is named, and after kill -9 its lock is taken over", async () => {
  const child = await startHolder();
  await assert.rejects(lockDirectory(path()), (error: Error) => error.message.includes(`process ${child.pid}, and`));
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await lockDirectory(path()))();
});

test("a lock of an earlier process whose number another has now is taken over", {
  skip: process.platform !== "linux",
}, async () => {
  const child = await startHolder();
  const [pid] = (await readFile(lock(), "utf8")).split(" ");
  await writeFile(lock(), `${pid} 1`);
  await (await lockDirectory(path()))();
  await writeFile(lock(), `${process.pid} 1`);
  await (await lockDirectory(path()))();
  await writeFile(lock(), "");
  await (await lockDirectory(path()))();
  child.kill("SIGKILL");
  await once(child, "exit");
});
