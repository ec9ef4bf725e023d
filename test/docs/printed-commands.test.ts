import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chainById, enabledChains } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { startRatesServer } from "../../src/sandbox/rates-server.ts";
import { type Sandbox, type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { freePort } from "../support/free-port.ts";

// Whoever copies a command out of the documents has what its text names, and nothing else.

const root = fileURLToPath(new URL("../..", import.meta.url));
const base = chainById(8453) ?? enabledChains[0];
assert.ok(base);

/** Lines of the documents' shell blocks that this file does not run whole: what does, or why a person has to. */
const runElsewhere: Readonly<Record<string, string>> = {
  "npx -y -p node@24 npm install && npm run demo": ".ci/run",
  "npx -y -p node@24 npm install && npm run build:contracts": ".ci/run",
  "npx -y -p node@24 npm install": ".ci/run",
  "npm test": ".ci/run",
  "git clone <this repository> railsplit && cd railsplit": "by hand: the clean clone of .ci/run is one",
  "npx hardhat keystore set DEPLOYER_PRIVATE_KEY": "by hand: asks for a password",
  "npx hardhat keystore set BASE_RPC_URL": "by hand: asks for a password",
  "npm install --no-save @nomicfoundation/hardhat-ledger@3.1.0": "by hand: for a Ledger alone",
  "DEPLOYER_LEDGER_ADDRESS=0x… npm run deploy -- --network base": "by hand: asks a Ledger",
  "ETHEREUM_RPC_URL=https://… POLYGON_RPC_URL=https://… npm run test:fork": "by hand: asks real chains",
  "npm run railsplit -- import coinbase-commerce charges.json --organization ID --dry-run": "test/cli/import.test.ts",
  "npm run railsplit -- import coinbase-commerce charges.json --organization ID": "test/cli/import.test.ts",
  'ETHEREUM_FINALITY="10: 2 blocks, 1000: 12 blocks, finalized"': "test/protocol/finality-policy.test.ts",
};

/** Lines that a test below runs, by what they begin with. */
const runHere: readonly string[] = [
  "npm start",
  "npm run demo -- --help",
  "npm run shop",
  "open http://127.0.0.1:",
  "export ",
  "npm run build:checkout",
  "npm run railsplit -- create-organization ",
  "npm run railsplit -- serve",
  "jq -r .deployedBytecode ",
];

/** The lines of a document's shell blocks, without comments. */
async function printed(page: string): Promise<string[]> {
  const text = await readFile(join(root, page), "utf8");
  const blocks = [...text.matchAll(/^ *```(?:sh|bash|console|shell)\n([\s\S]*?)^ *```/gm)];
  return blocks.flatMap(([, block = ""]) =>
    block
      .split("\n")
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
}

let directory: string;
let sandbox: Sandbox;
let chain: SandboxChain;
let rates: Awaited<ReturnType<typeof startRatesServer>>;
/** What npm itself needs: no key, no endpoint, no home with settings. */
let bare: NodeJS.ProcessEnv;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-printed-"));
  bare = { PATH: process.env.PATH, HOME: directory };
  sandbox = await startSandbox({ chains: [base], directory });
  chain = sandbox.chains.get(base.id) as SandboxChain;
  rates = await startRatesServer();
});
after(async () => {
  await rates?.stop();
  await sandbox?.stop();
  await rm(directory, { recursive: true });
});

type Running = { readonly output: () => string; readonly ended: Promise<number | null>; stop(): void };

/** Runs a line in the repository as a shell does, in a group of its own, as a terminal has it. */
function start(line: string, env = bare): Running {
  const child = spawn("bash", ["-c", line], { cwd: root, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { output: () => output, ended, stop: () => void process.kill(-(child.pid as number), "SIGINT") };
}

/** Runs a line to its end. Answers what it printed. */
async function run(line: string, env = bare): Promise<string> {
  const { ended, output } = start(line, env);
  assert.equal(await ended, 0, `${line}\n${output()}`);
  return output();
}

/** Runs a line until it says that it is ready, and ends it as Ctrl-C does once `use` is done. */
async function runUntil(line: string, ready: RegExp, use: (output: string) => Promise<void>, env = bare) {
  const running = start(line, env);
  let hasEnded = false;
  running.ended.then(() => (hasEnded = true));
  try {
    for (const signal = AbortSignal.timeout(300_000); !ready.test(running.output()); await sleep(100)) {
      assert.ok(!hasEnded, `${line}\n${running.output()}`);
      signal.throwIfAborted();
    }
    await use(running.output());
  } finally {
    if (!hasEnded) running.stop();
    await running.ended;
  }
}

test("printed commands: docs/api/README.md and examples/shop: npm start, the demo's help, the reference page and the shop", async () => {
  const lines = [...(await printed("docs/api/README.md")), ...(await printed("examples/shop/README.md"))];
  for (const line of ["npm start", "npm run demo -- --help", "npm run shop"]) assert.ok(lines.includes(line), line);
  await runUntil("npm start", /Stop with Ctrl-C/, async (output) => {
    assert.match(await run("npm run demo -- --help"), /^Usage: /m);
    const [opened = ""] = lines.filter((line) => line.startsWith("open "));
    // The document says that npm start prints the port.
    const [address = ""] = output.match(/http:\/\/127\.0\.0\.1:\d+\/docs/) ?? [];
    assert.equal(address.replace(/:\d+/, ""), opened.replace(/^open /, "").replace(/:\d+/, ""));
    const page = await fetch(address);
    assert.deepEqual([page.status, page.headers.get("content-type")?.split(";")[0]], [200, "text/html"]);
    await runUntil("npm run shop", /The shop is open: (\S+)/, async (said) => {
      const [, shop = ""] = said.match(/The shop is open: (\S+)/) ?? [];
      assert.equal((await fetch(shop)).status, 200);
    });
  });
});

test("printed commands: docs/operations.md: a server with the variables of its text alone, and the commands about it", async () => {
  const lines = await printed("docs/operations.md");
  const port = await freePort();
  const values: Readonly<Record<string, string>> = {
    ROUTER_ADDRESS: chain.router,
    GAS_SPONSOR_ADDRESS: chain.gasSponsor,
    GAS_SPONSOR_SIGNER_KEY: sandboxAccounts.sponsorSigner.privateKey,
    BASE_RPC_URL: chain.rpcUrl,
    BASE_BUNDLER_URL: chain.bundlerUrl,
    BASE_START_BLOCK: "0",
    PUBLIC_URL: "https://pay.example",
    DATABASE_URL: process.env.DATABASE_URL ?? "",
  };
  const exported = lines.filter((line) => line.startsWith("export "));
  const names = exported.flatMap((line) => [...line.matchAll(/(\w+)=/g)].map(([, name = ""]) => name));
  assert.deepEqual(names.toSorted(), Object.keys(values).toSorted());
  const env: NodeJS.ProcessEnv = {
    ...bare,
    ...values,
    // Two that the text leaves out: no test asks the world for rates, and ports may be taken.
    COINBASE_URL: rates.url,
    OPEN_ER_API_URL: rates.url,
    PORT: `${port}`,
  };
  // The embedded database stands in where there is no server.
  if (env.DATABASE_URL === "") {
    delete env.DATABASE_URL;
    env.DATA_DIRECTORY = join(directory, "database");
  }
  const inText = (line: string) => {
    assert.ok(lines.includes(line), line);
    return line.replaceAll("0x…", sandboxAccounts.merchant.address);
  };
  await run(inText("npm run build:checkout"), env);
  const created = await run(inText('npm run railsplit -- create-organization --name "My shop" --address 0x…'), env);
  const [, apiKey = ""] = created.match(/"apiKey": "(\w+)"/) ?? [];
  let payment = "";
  await runUntil(
    inText("npm run railsplit -- serve"),
    /"msg":"serving"/,
    async () => {
      const response = await fetch(`http://127.0.0.1:${port}/v1/payments`, {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({ amount: "5.00", currency: "USD" }),
      });
      assert.equal(response.status, 201);
      payment = ((await response.json()) as { id: string }).id;
      const progress = async () => (await fetch(`http://127.0.0.1:${port}/v1/status`)).json();
      for (const signal = AbortSignal.timeout(60_000); ; await sleep(200)) {
        const { chains } = (await progress()) as { chains: { blockNumber: string | null }[] };
        if (chains[0]?.blockNumber) break;
        signal.throwIfAborted();
      }
    },
    env,
  );
  const text = await readFile(join(root, "docs/operations.md"), "utf8");
  for (const [command, values, says] of [
    ["npm run railsplit -- recoveries --payment ID", { ID: payment }, /"claims": \[\]/],
    ["npm run railsplit -- unknown-settlements", {}, /^/],
    ["npm run reconcile -- --network base --from-block N", { " N": " 0" }, /./],
  ] as const) {
    assert.ok(text.includes(`\`${command}\``), command);
    const line = Object.entries(values).reduce(
      (filled, [name, value]) => filled.replace(name, value),
      command as string,
    );
    assert.match(await run(line, env), says);
  }
});

test("printed commands: docs/audit/README.md: the code of the artifacts", async () => {
  const [line = ""] = (await printed("docs/audit/README.md")).filter((each) => each.startsWith("jq "));
  const [, file = ""] = line.match(/(\S+\.json)$/) ?? [];
  // jq is no part of the repository: what it would read is there, under the key that the line names.
  const { deployedBytecode } = JSON.parse(await readFile(join(root, file), "utf8"));
  assert.match(deployedBytecode, /^0x[0-9a-f]+$/);
});

test("printed commands: each line of a shell block is run above, or this file says where", async () => {
  const pages: string[] = [];
  for await (const page of glob(["*.md", "docs/**/*.md", "examples/**/*.md"], { cwd: root })) pages.push(page);
  for (const page of pages) {
    for (const line of await printed(page)) {
      const isRun = runHere.some((start) => line.startsWith(start)) || line in runElsewhere;
      assert.ok(isRun, `${page} prints a command that nothing runs: ${line}`);
    }
  }
  for (const where of Object.values(runElsewhere)) {
    if (!where.startsWith("by hand")) await access(join(root, where));
  }
});
