import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type PortBlock, requireFreePort, reservePorts } from "../../src/sandbox/ports.ts";
import { findRun } from "../../src/sandbox/runs.ts";

let ports: PortBlock;
let firstPort: number;
/** Base is the third of the five. */
let basePort: number;
/** Where the commands are called: each of this file's runs has its folder there. */
let directory: string;
const root = fileURLToPath(new URL("../..", import.meta.url));
const started: ChildProcess[] = [];
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  ports = await reservePorts();
  firstPort = ports.chains;
  basePort = firstPort + 4;
});
after(async () => {
  for (const child of started) child.kill("SIGKILL");
  await ports.release();
  await rm(directory, { recursive: true });
});

function startSandboxCommand(...options: string[]): { child: ChildProcess; output: () => string } {
  return startCommand("--chains", "8453", "--first-port", `${firstPort}`, ...options);
}

function startCommand(...options: string[]): { child: ChildProcess; output: () => string } {
  const args = [join(root, "scripts/sandbox.ts"), ...options];
  const child = spawn(process.execPath, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  return { child, output: () => output };
}

/** Waits for a line of output, and fails with all of it when the process ends first. */
async function waitForOutput({ child, output }: ReturnType<typeof startSandboxCommand>, text: string): Promise<void> {
  while (!output().includes(text)) {
    if (child.exitCode !== null) throw new Error(`It ended: ${output()}`);
    await sleep(50);
  }
}

/** Processes of the sandbox on these ports that are still there. */
function leftovers(): string[] {
  const list = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
  return list
    .split("\n")
    .filter((line) => new RegExp(`--port (${basePort}|${basePort + 1})\\b|--first-port ${firstPort}`).test(line));
}

/** The supervisor gives its processes three seconds to end by themselves. */
async function assertNothingLeft(): Promise<void> {
  for (let wait = 0; wait < 600 && leftovers().length > 0; wait += 1) await sleep(100);
  assert.deepEqual(leftovers(), []);
  await requireFreePort(basePort, "the chain");
  await requireFreePort(basePort + 1, "the bundler");
}

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
  test(`npm start: ${signal} while everything runs leaves no process behind`, async () => {
    const command = startSandboxCommand();
    await waitForOutput(command, "Stop with Ctrl-C");
    assert.equal(leftovers().length, 3);
    const ended = once(command.child, "exit");
    command.child.kill(signal);
    await ended;
    await assertNothingLeft();
  });
}

test("npm start: kill -9 in the middle of starting leaves no process behind", async () => {
  const command = startSandboxCommand();
  await waitForOutput(command, "Base is up");
  command.child.kill("SIGKILL");
  await once(command.child, "exit");
  await assertNothingLeft();
});

test("npm start: kill -9 of npm right after starting leaves no process behind", async () => {
  const args = [
    "run",
    "sandbox",
    "--",
    "--sandbox",
    `npm-${firstPort}`,
    "--chains",
    "8453",
    "--first-port",
    `${firstPort}`,
  ];
  const npm = spawn("npm", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  started.push(npm);
  let output = "";
  for (const stream of [npm.stdout, npm.stderr]) stream.on("data", (chunk) => (output += chunk));
  await waitForOutput({ child: npm, output: () => output }, "the bundler for Base is up");
  npm.kill("SIGKILL");
  await assertNothingLeft();
});

test("npm start: a busy port is refused before anything starts, with its number and what to do", async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(basePort + 1, "127.0.0.1", resolve));
  const command = startSandboxCommand();
  const [code] = await once(command.child, "exit");
  squatter.close();
  assert.equal(code, 1);
  assert.match(command.output(), new RegExp(`Port ${basePort + 1}, meant for the Base bundler, is in use`));
  assert.doesNotMatch(command.output(), /is up/);
  assert.deepEqual(leftovers(), []);
});

const runs = () => readdir(join(directory, ".sandbox"));

test("npm run sandbox: two at once have ports and folders of their own, and leave none behind", async () => {
  const first = startCommand("--chains", "8453");
  const second = startCommand("--chains", "8453");
  await waitForOutput(first, "Stop with Ctrl-C");
  await waitForOutput(second, "Stop with Ctrl-C");
  const endpoints = [first, second].map(({ output }) => /RPC +(\S+)/.exec(output())?.[1]);
  assert.notEqual(endpoints[0], endpoints[1]);
  assert.deepEqual((await runs()).toSorted(), ["sandbox", "sandbox-2", "sandbox-2.lock", "sandbox.lock"]);
  for (const { child } of [first, second]) {
    child.kill("SIGINT");
    await once(child, "exit");
  }
  assert.deepEqual(await runs(), []);
});

test("npm run sandbox: a name that runs is refused, and a folder that kill -9 left is removed by the next run", async () => {
  const killed = startCommand("--chains", "8453", "--sandbox", "mine");
  await waitForOutput(killed, "Base is up");
  const refused = startCommand("--chains", "8453", "--sandbox", "mine");
  assert.equal((await once(refused.child, "exit"))[0], 1);
  assert.match(refused.output(), /A sandbox named mine is running, in process \d+/);
  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  assert.ok((await runs()).includes("mine"));
  await assert.rejects(findRun("mine", join(directory, ".sandbox")), /No sandbox is running here/);
  const squatter = createServer().listen(basePort, "127.0.0.1");
  await once(squatter, "listening");
  await once(startSandboxCommand().child, "exit");
  squatter.close();
  assert.ok(!(await runs()).includes("mine"));
});

test("npm start: --help prints the usage, and a wrong option or chain is refused with it", async () => {
  const run = async (...options: string[]) => {
    const command = startSandboxCommand(...options);
    const [code] = await once(command.child, "close");
    return { code, output: command.output() };
  };
  const help = await run("--help");
  assert.equal(help.code, 0);
  assert.match(help.output, /--first-port/);
  assert.equal((await run("--nonsense")).code, 1);
  const chain = await run("--chains", "8453,999");
  assert.equal(chain.code, 1);
  assert.match(chain.output, /got "999"/);
});
