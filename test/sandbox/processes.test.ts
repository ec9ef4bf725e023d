import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { requireFreePort } from "../../src/sandbox/ports.ts";

const firstPort = 19_600;
/** Base is the third of the five. */
const basePort = firstPort + 4;
const root = fileURLToPath(new URL("../..", import.meta.url));
const started: ChildProcess[] = [];
after(() => {
  for (const child of started) child.kill("SIGKILL");
});

function startSandboxCommand(...options: string[]): { child: ChildProcess; output: () => string } {
  const args = ["src/sandbox/main.ts", "--chains", "8453", "--first-port", `${firstPort}`, ...options];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
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
  for (let wait = 0; wait < 100 && leftovers().length > 0; wait += 1) await sleep(100);
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
  const args = ["run", "sandbox", "--", "--chains", "8453", "--first-port", `${firstPort}`];
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
