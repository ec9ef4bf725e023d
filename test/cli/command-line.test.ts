import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, mock, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect, promisify } from "node:util";
import { buildCheckout } from "../../scripts/build-checkout.ts";
import { type ApiAccess, callApi, type Json, payAsNewCustomer, waitForStatus } from "../../scripts/pay.ts";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { reconcileChains } from "../../src/cli/commands/reconcile-chains.ts";
import { chainById, type Token } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { startRatesServer } from "../../src/sandbox/rates-server.ts";
import { type Sandbox, type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { type Database, openDatabase } from "../../src/store/index.ts";
import { commandLine, ofNode } from "../support/command-line.ts";
import { freePort } from "../support/free-port.ts";
import { makeMigratedDirectory } from "../support/migrated.ts";

const port = await freePort();
const apiUrl = `http://127.0.0.1:${port}`;

let directory: string;
let sandbox: Sandbox;
let rates: Awaited<ReturnType<typeof startRatesServer>>;
let environment: NodeJS.ProcessEnv;
before(async () => {
  await buildCheckout("production");
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  const base = chainById(8453);
  assert.ok(base);
  sandbox = await startSandbox({ chains: [base], directory });
  rates = await startRatesServer();
  const chain = sandbox.chains.get(8453);
  assert.ok(chain);
  environment = {
    ...ofNode,
    PORT: `${port}`,
    DATA_DIRECTORY: await newDatabase("database"),
    ROUTER_ADDRESS: chain.router,
    GAS_SPONSOR_ADDRESS: chain.gasSponsor,
    STANDING_DEPOSITS_ADDRESS: chain.standingDeposits,
    MANDATES_ADDRESS: chain.mandates,
    GAS_SPONSOR_SIGNER_KEY: sandboxAccounts.sponsorSigner.privateKey,
    BASE_RPC_URL: chain.rpcUrl,
    BASE_BUNDLER_URL: chain.bundlerUrl,
    // What gas costs on a local chain says nothing; it is sponsored all the same only where its price is known.
    SPONSORSHIP_LIMIT: "0",
    COINBASE_URL: rates.url,
    OPEN_ER_API_URL: rates.url,
  };
});
after(async () => {
  await sandbox?.stop();
  await rates?.stop();
  await rm(directory, { recursive: true });
});

/** A directory with a database that nobody used yet. */
async function newDatabase(name: string): Promise<string> {
  const path = join(directory, name);
  await makeMigratedDirectory(path);
  return path;
}

/** Milliseconds that a server may take until it serves, and until it has ended. */
const patience = 120_000;

/** A command; a server that ought to have been refused is ended. */
const run = (args: string[], env = environment) =>
  promisify(execFile)(process.execPath, [...commandLine, ...args], { env, timeout: patience });

/** Serves until the test is done with it, which sees what was printed so far; answers everything that was. */
async function serve(
  use: (printed: () => string) => Promise<void>,
  { role = "all", env = environment } = {},
): Promise<{ code: number; log: string }> {
  const args = [...commandLine, "serve", "--role", role];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (log += chunk));
  const ended = once(child, "exit");
  try {
    for (const begun = performance.now(); !log.includes('"msg":"serving"'); await sleep(50)) {
      const isOver = child.exitCode !== null || child.signalCode !== null || performance.now() - begun > patience;
      if (isOver) throw new Error(`It does not serve:\n${log}`);
    }
    await use(() => log);
  } finally {
    child.kill("SIGTERM");
  }
  const late = sleep(patience, ["late"], { ref: false });
  const [code] = (await Promise.race([ended, late])) as [number | string];
  if (code === "late") {
    child.kill("SIGKILL");
    throw new Error(`It does not end:\n${log}`);
  }
  return { code: Number(code), log };
}

test("serve on an empty database prints one URL for its first owner, which works once; once it was used none is printed", async () => {
  const env = { ...environment, DATA_DIRECTORY: join(directory, "first-run") };
  const setupUrls = (printed: string) =>
    [...printed.matchAll(/the first owner, once, at (\S+)/g)].map(([, url = ""]) => url);
  const first = await serve(
    async (printed) => {
      while (setupUrls(printed()).length === 0) await sleep(20);
      const [url = ""] = setupUrls(printed());
      const form = { email: "ada@people.example", name: "Ada", organization: "Shop" };
      const body = () => new URLSearchParams({ ...form, settlementAddress: sandboxAccounts.merchant.address });
      const headers = { origin: new URL(url).origin };
      const make = () => fetch(url, { method: "POST", redirect: "manual", headers, body: body() });
      const made = await make();
      assert.deepEqual([made.status, made.headers.get("location")], [303, "/dashboard"]);
      const cookie = made.headers.get("set-cookie")?.split(";")[0] ?? "";
      const account = (await (await fetch(`${apiUrl}/v1/account`, { headers: { cookie } })).json()) as Json;
      assert.equal(account.organizations[0].role, "owner");
      assert.equal((await make()).status, 404, "once");
    },
    { env },
  );
  assert.equal(setupUrls(first.log).length, 1);
  const logged = first.log.split("\n").filter((line) => line.startsWith("{"));
  assert.ok(logged.some((line) => line.includes("/setup/")));
  assert.ok(!/setup_[\w-]{8}/.test(logged.join()), "the log opens nothing");
  // It would have been printed before the server says that it stops.
  const second = await serve(async () => {}, { env });
  assert.deepEqual([second.code, setupUrls(second.log), second.log.includes('"msg":"stopping"')], [0, [], true]);
});

test("an organization is created, given a second key, served, and still there after a restart; no key is ever logged", async () => {
  const { stdout } = await run([
    "create-organization",
    "--name",
    "Shop",
    "--address",
    sandboxAccounts.merchant.address,
  ]);
  const { organizationId, merchantId, apiKey } = JSON.parse(stdout);
  assert.match(apiKey, /^pk_live_/);
  assert.equal(merchantId, organizationId, "the older name of the id");
  const made = await run(["create-key", "--organization", organizationId, "--mode", "test", "--name", "Second"]);
  const second = JSON.parse(made.stdout).apiKey;
  assert.match(second, /^pk_test_/);
  const setAddress = (...args: string[]) => run(["set-settlement-address", "--organization", organizationId, ...args]);
  const changed = await setAddress("--address", sandboxAccounts.merchant.address, "--network", "base");
  assert.equal(JSON.parse(changed.stdout).chainId, 8453);
  assert.equal(JSON.parse((await setAddress("--cancel", "--network", "base")).stdout).cancelled, true);
  await assert.rejects(setAddress("--cancel"), ({ stderr }) => /No change waits there/.test(stderr));
  const token = sandbox.chains.get(8453)?.chain.tokens[0]?.address ?? "";
  const { mandates = "" } = sandbox.chains.get(8453) ?? {};
  for (const lost of [token, mandates])
    await assert.rejects(setAddress("--address", lost), ({ stderr }) => /would be lost/.test(stderr));
  await assert.rejects(run(["create-organization", "--name", "Lost", "--address", mandates]), ({ stderr }) =>
    /would be lost/.test(stderr),
  );
  const state = { apiUrl, apiKey };
  let id = "";
  let quote: Json;
  const first = await serve(async () => {
    ({ id } = await callApi(state, "POST", "/v1/payments", { amount: "5.00", currency: "USD", externalId: "kept" }));
    const ofTest = callApi({ apiUrl, apiKey: second }, "POST", "/v1/payments", { amount: "5.00", currency: "USD" });
    await assert.rejects(ofTest, /MODE_UNAVAILABLE/, "the only chain takes live payments");
  });
  assert.equal(first.code, 0);
  // Addresses are shown only where something pays what arrives at them.
  const withRelayer = { ...environment, RELAYER_KEY: sandboxAccounts.relayer.privateKey };
  const again = await serve(
    async () => {
      assert.equal((await callApi(state, "GET", `/v1/payments/${id}`)).externalId, "kept");
      quote = await callApi(state, "POST", `/v1/checkout/${id}/quotes`, { chainId: 8453, token: "USDC" });
    },
    { env: withRelayer },
  );
  for (const { log } of [first, again]) {
    assert.equal(log.includes(apiKey), false);
    assert.equal(log.includes(environment.GAS_SPONSOR_SIGNER_KEY ?? "?"), false);
  }

  // What came to its deposit address since is found without the server, which has the embedded database to itself.
  const { local, chain } = sandbox.chains.get(8453) as SandboxChain;
  await mintToken(local, chain.tokens[0] as Token, quote.depositAddress, 400_000n);
  const found = await run(["recoveries", "--payment", id, "--send"], withRelayer);
  const [claim] = JSON.parse(found.stdout).claims;
  assert.deepEqual(
    [claim.amount, claim.reason, claim.depositAddress],
    ["0.400000", "TOO_LITTLE", quote.depositAddress],
  );
  assert.match(found.stderr, /0\.400000 USDC on Base: a worker submits its recovery/);
  assert.equal((await run(["unknown-settlements"])).stdout, "");
});

test("serve: with router and sponsor swapped, or the key of another signer, it does not start and says what to change", async () => {
  const { ROUTER_ADDRESS: router, GAS_SPONSOR_ADDRESS: sponsor } = environment;
  const swapped = { ...environment, ROUTER_ADDRESS: sponsor, GAS_SPONSOR_ADDRESS: router };
  await assert.rejects(
    run(["serve"], swapped),
    ({ code, stderr }) => code === 1 && /ROUTER_ADDRESS is the gas sponsor on Base.*swap them/.test(stderr),
  );
  const otherKey = { ...environment, GAS_SPONSOR_SIGNER_KEY: sandboxAccounts.merchant.privateKey };
  await assert.rejects(
    run(["serve"], otherKey),
    ({ code, stderr }) => code === 1 && /takes signatures of 0x\w{40} alone: set that account's key/.test(stderr),
  );
});

test("serve: without the key of a stored webhook secret it does not start, and says which is missing and what to do", async () => {
  const address = sandboxAccounts.merchant.address;
  const { stdout } = await run(["create-organization", "--name", "Sealed", "--address", address]);
  const state = { apiUrl, apiKey: JSON.parse(stdout).apiKey };
  const sealing = { ...environment, SECRETS_KEY: "ab".repeat(32) };
  const refused = (env: NodeJS.ProcessEnv) =>
    assert.rejects(
      run(["serve"], env),
      ({ code, stderr }) => code === 1 && /^1 webhook secret is encrypted under the key .* SECRETS_KEY/.test(stderr),
    );
  await serve(
    async () => {
      await callApi(state, "POST", "/v1/webhooks", { url: "https://shop.example/hook" });
    },
    { env: sealing },
  );
  await refused(environment);
  await refused({ ...environment, SECRETS_KEY: "cd".repeat(32) });
  const keys = { ...environment, SECRETS_KEY: `${"cd".repeat(32)},${"ab".repeat(32)}` };
  assert.equal((await serve(async () => {}, { env: keys })).code, 0);
  const database = await openDatabase({ directory: environment.DATA_DIRECTORY ?? "" });
  await database.deleteFrom("webhookSecrets").execute();
  await database.destroy();
});

test("serve: it says what it runs with, and shows a bundler that is down in log, status, metrics and checkout", async () => {
  const env = {
    ...environment,
    DATA_DIRECTORY: await newDatabase("without-bundler"),
    BASE_BUNDLER_URL: "http://127.0.0.1:9/secret-path",
  };
  const organization = ["create-organization", "--name", "Shop", "--address", sandboxAccounts.merchant.address];
  const { stdout } = await run(organization, env);
  const { apiKey } = JSON.parse(stdout);
  const partsOf = async () => (await callApi({ apiUrl, apiKey }, "GET", "/v1/status")).chains[0].parts;
  const { log } = await serve(
    async () => {
      const isFound = async () => (await partsOf()).some(({ problem }: Json) => problem !== null);
      for (let wait = 0; wait < 600 && !(await isFound()); wait += 1) await sleep(100);
      const down = (await partsOf()).filter(({ problem }: Json) => problem !== null);
      assert.deepEqual(
        down.map(({ part }: Json) => part),
        ["bundler"],
      );
      assert.match(down[0].problem, /The bundler 127\.0\.0\.1:9 for Base does not answer/);
      const metrics = await (await fetch(`${apiUrl}/metrics`)).text();
      assert.match(metrics, /railsplit_chain_part_up\{chain="8453",part="bundler"\} 0/);
      assert.match(metrics, /railsplit_chain_part_up\{chain="8453",part="contracts"\} 1/);
      const payment = await callApi({ apiUrl, apiKey }, "POST", "/v1/payments", { amount: "5.00", currency: "USD" });
      const { options } = await callApi({ apiUrl, apiKey }, "GET", `/v1/checkout/${payment.id}`);
      assert.deepEqual(options[0].gasless, { signatures: false, operations: false });
    },
    { env },
  );
  const lines = log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const { version, role, database, docs, chains, limits } = lines.find(({ msg }) => msg === "serving");
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(
    [role, database, docs.reference, limits.perKey.perMinute],
    ["all", "embedded", `${apiUrl}/docs`, 100],
  );
  assert.deepEqual(chains, [
    {
      chainId: 8453,
      name: "Base",
      endpoints: [new URL(environment.BASE_RPC_URL ?? "").host],
      bundler: "127.0.0.1:9",
      lanes: [],
      fee: { percent: "1.00", recipient: sandboxAccounts.feeRecipient.address },
    },
  ]);
  assert.ok(lines.some(({ part, level }) => part === "bundler" && level === 50));
  assert.equal(log.includes("secret-path"), false);
});

test("of separate roles the worker serves its health and metrics and nothing else, and the API tells how far it has read", async () => {
  const env = { ...environment, DATA_DIRECTORY: await newDatabase("roles") };
  const get = async (path: string) => (await fetch(new URL(path, apiUrl))).text();
  const chain = async () => JSON.parse(await get("/v1/status")).chains[0];
  const measured = async (name: string) => (await get("/metrics")).split("\n").find((line) => line.startsWith(name));
  let read = 0n;

  const watched = async () => {
    for (const path of ["/healthz", "/readyz"]) assert.equal((await fetch(new URL(path, apiUrl))).status, 200, path);
    const isUp = async () => {
      const { healthy, balances } = await chain();
      return healthy && balances.length > 0;
    };
    for (let wait = 0; wait < 900 && !(await isUp()); wait += 1) await sleep(100);
    const { healthy, blockNumber, blocksBehind, error, providers, balances } = await chain();
    assert.deepEqual([healthy, error, providers.length, balances[0]?.holder], [true, null, 1, "sponsor"]);
    assert.match(blocksBehind, /^\d+$/);
    read = BigInt(blockNumber);
    assert.equal(await measured("railsplit_watcher_healthy{"), 'railsplit_watcher_healthy{chain="8453"} 1');
    assert.ok(await measured('railsplit_gas_balance_low{chain="8453",holder="sponsor"'));

    for (const [method, path] of [
      ["POST", "/v1/payments"],
      ["GET", "/docs"],
      ["GET", "/v1/openapi.json"],
    ] as const) {
      const response = await fetch(new URL(path, apiUrl), { method });
      const { statusCode, code, requestId } = (await response.json()) as Json;
      assert.deepEqual([response.status, statusCode, code], [404, 404, "NOT_FOUND"], path);
      assert.match(requestId, /^req_/);
    }

    await assert.rejects(
      run(["serve", "--role", "worker"]),
      ({ code, stderr }) =>
        code === 1 && new RegExp(`listens on 127\\.0\\.0\\.1:${port} already\\. Set PORT`).test(stderr),
    );
  };
  assert.equal((await serve(watched, { role: "worker", env })).code, 0);

  const told = async () => {
    const { healthy, blockNumber, blocksBehind, error } = await chain();
    assert.deepEqual([healthy, blocksBehind, error], [true, null, null]);
    assert.ok(BigInt(blockNumber) >= read);
    assert.equal(await measured("railsplit_watcher_healthy{"), undefined);
    assert.ok(await measured('railsplit_chain_read_age_seconds{chain="8453"}'));
  };
  assert.equal((await serve(told, { role: "api", env })).code, 0);
});

test("reconcile shows what differs before it writes, and the exit code says whether anything does", async () => {
  const made = await run(["create-merchant", "--name", "Shop", "--address", sandboxAccounts.merchant.address]);
  const state: ApiAccess = { apiUrl, apiKey: JSON.parse(made.stdout).apiKey };
  const on = sandbox.chains.get(8453) as SandboxChain;
  const firstBlock = `${await on.local.getBlockNumber()}`;
  const reconcile = (...args: string[]) => run(["reconcile", "--from-block", firstBlock, ...args]);
  await serve(async () => {
    const { id } = await callApi(state, "POST", "/v1/payments", { amount: "5.00", currency: "USD" });
    await payAsNewCustomer(state, on, id, "USDC");
    await waitForStatus(state, id, "SUCCESSFUL", AbortSignal.timeout(60_000));
    // The server has the embedded database to itself.
    await assert.rejects(
      reconcile(),
      ({ code, stderr }) => code === 1 && /is open in process \d+/.test(stderr) && !stderr.includes("    at "),
    );
  });
  // A chain that cannot be compared is said, and the others are compared all the same; one alone can be asked for.
  const both = { ...environment, ETHEREUM_RPC_URL: "http://127.0.0.1:1", ETHEREUM_BUNDLER_URL: "http://127.0.0.1:1" };
  const withEthereum = (...args: string[]) => run(["reconcile", "--from-block", firstBlock, ...args], both);
  await assert.rejects(withEthereum(), ({ code, stdout, stderr }) => {
    assert.equal(stderr, "Ethereum was not compared: nothing of it has been read: have a server watch it first.\n");
    return code === 1 && /^Base, .* 0 differences/.test(stdout);
  });
  assert.match(
    (await withEthereum("--network", "base")).stdout,
    /^Base, blocks \d+ to \d+: 1 settlements on chain, 0 differences\n {2}USDC: 5\.000000 paid, 0\.050000 of it fees\n$/,
  );
  const { same, compared, notCompared } = JSON.parse((await withEthereum("--network", "base", "--json")).stdout);
  const [{ network, settlements, moved, differences }] = compared;
  assert.deepEqual([same, notCompared, network, settlements, differences], [true, [], "base", 1, []]);
  assert.deepEqual([moved[0].amount, moved[0].fee], ["5.000000", "0.050000"]);
  await assert.rejects(run(["reconcile", "--from-block", "99999999"]), ({ code, stderr }) => {
    return code === 1 && /^Base was not compared: block 99999999 is above \d+, the last block .*\n$/.test(stderr);
  });

  const options = { directory: join(directory, "database") };
  const withDatabase = async <Answer>(use: (database: Database) => Promise<Answer>) => {
    const database = await openDatabase(options);
    try {
      return await use(database);
    } finally {
      await database.destroy();
    }
  };
  const readTo = (database: Database) =>
    database.selectFrom("chainCursors").select("blockNumber").executeTakeFirstOrThrow();
  // For a person alone: --fix writes nothing.
  const setAmount = (amountToken: bigint) => (database: Database) =>
    database.updateTable("quotes").set({ amountToken }).where("amountToken", "in", [5_000_000n, 1n]).execute();
  const cursor = await withDatabase(readTo);
  await withDatabase(setAmount(1n));
  await assert.rejects(reconcile("--fix"), ({ code, stdout }) => {
    assert.match(stdout, / TERMS +0x.*its quote's amount is 1, not 5000000 \(for a person\)\nBase: 1 is for a person/);
    return code === 1;
  });
  assert.deepEqual(await withDatabase(readTo), cursor);
  await withDatabase(setAmount(5_000_000n));

  await withDatabase((database) => database.deleteFrom("settlements").execute());
  const lost = / MISSING {4}0x\w+ 0x\w+: 5000000 of 0x.* \(--fix\)\nBase: /;
  await assert.rejects(
    reconcile(),
    ({ code, stdout }) => code === 1 && lost.test(stdout) && /: --fix\.\n$/.test(stdout),
  );
  assert.deepEqual(await withDatabase(readTo), cursor);

  // Where it cannot be shown, nothing is written.
  const configuration = {
    router: on.router,
    gasSponsor: { address: on.gasSponsor },
  };
  const chains = [{ chain: on.chain, rpcUrls: [on.rpcUrl] }];
  await withDatabase(async (database) => {
    const print = mock.method(console, "log", () => {
      throw new Error("The output is closed.");
    });
    try {
      const fixing = reconcileChains(database, chains, { configuration, from: BigInt(firstBlock), fix: true });
      await assert.rejects(fixing, /The output is closed/);
    } finally {
      print.mock.restore();
    }
  });
  assert.deepEqual(await withDatabase(readTo), cursor);

  await assert.rejects(reconcile("--fix"), ({ code, stdout }) => {
    return code === 1 && lost.test(stdout) && /the watcher reads again from block \d+, for 1 of the/.test(stdout);
  });
  assert.equal((await withDatabase(readTo)).blockNumber, BigInt(firstBlock) - 1n);
  await serve(async () => {
    const found = async () => (await callApi(state, "GET", "/v1/transactions")).data.length > 0;
    for (const signal = AbortSignal.timeout(60_000); !(await found()); ) await sleep(100, undefined, { signal });
  });
  assert.match((await reconcile()).stdout, / 1 settlements on chain, 0 differences/);
});

test("a chain that is not what the table says is refused before anything is served", async () => {
  const env = { ...environment, ROUTER_ADDRESS: "0x00000000000000000000000000000000DeaDBeef" };
  await assert.rejects(
    run(["serve"], env),
    ({ code, stderr }) => code === 1 && /no code at 0x0+DeaDBeef/i.test(stderr),
  );
  const wrongChain = {
    ...environment,
    ETHEREUM_RPC_URL: environment.BASE_RPC_URL,
    ETHEREUM_BUNDLER_URL: environment.BASE_BUNDLER_URL,
  };
  await assert.rejects(run(["serve"], wrongChain), ({ stderr }) => /serves chain 8453, not 1/.test(stderr));
});

test("mistakes on the command line are said in words", async () => {
  const printed: string[] = [];
  mock.method(console, "log", (text: string) => printed.push(text));
  mock.method(console, "error", (said: unknown) => printed.push(typeof said === "string" ? said : inspect(said)));
  Object.assign(process.env, environment);
  /** Runs in this process, since a mistake ends no server. */
  const say = async (args: readonly string[]) => {
    const ofTests = process.exitCode;
    process.exitCode = undefined;
    printed.length = 0;
    await runCommandLine(args);
    const { exitCode } = process;
    process.exitCode = ofTests;
    return { exitCode, text: printed.join("\n") };
  };
  for (const [args, says] of [
    [["destroy"], /no command "destroy"/],
    [["serve", "--role", "king"], /--role must be one of all, api, worker/],
    [["create-merchant", "--name", "Shop", "--address", "0x12"], /--address must be an address/],
    [["create-organization", "--name", "Shop", "--address", "0x12", "--mode", "both"], /--address must be/],
    [
      ["create-organization", "--name", "Shop", "--address", "0x000000000000000000000000000000000000dEaD"],
      /would be lost: it belongs to the chain itself/,
    ],
    [["create-key"], /--organization is required/],
    [["create-key", "--organization", "nobody"], /no organization "nobody"/],
    [["set-settlement-address"], /--organization is required/],
    [["set-settlement-address", "--organization", "nobody"], /either --address or --cancel/],
    [["set-settlement-address", "--organization", "nobody", "--cancel", "--delay-hours", "169"], /from 0 to 168/],
    [["set-settlement-address", "--organization", "nobody", "--cancel", "--network", "moon"], /--network moon/],
    [["set-settlement-address", "--organization", "nobody", "--cancel"], /no organization "nobody"/],
    [["set-limits"], /--organization is required/],
    [["set-limits", "--organization", "nobody", "--per-minute", "5"], /are needed together/],
    [["set-limits", "--organization", "nobody"], /no organization "nobody"/],
    [["create-key", "--organization", "nobody", "--mode", "both"], /--mode must be live or test/],
    [["serve", "--nonsense"], /--nonsense/],
    [["reconcile"], /--from-block must be a block number/],
    [["reconcile", "--from-block", "1", "--network", "moon"], /--network moon is not configured/],
    [["recoveries"], /--payment is required/],
    [["reconcile", "--role", "api"], /--role/],
    [["claims", "--payment", "none"], /none/],
    [["unknown-settlements", "--network", "moon"], /--network moon/],
  ] as const) {
    const { exitCode, text } = await say(args);
    assert.equal(exitCode, 1, args.join(" "));
    assert.match(text, says);
    assert.ok(!text.includes("    at "), text);
  }
  const help = await say(["--help"]);
  assert.equal(help.exitCode, undefined);
  assert.match(help.text, /create-organization/);
  const ofOne = await say(["set-limits", "--organization", "nobody", "-h"]);
  assert.equal(ofOne.exitCode, undefined);
  assert.match(ofOne.text, /set-limits .*--reads-per-minute/s);
  assert.ok(!ofOne.text.includes("create-organization"));
  mock.restoreAll();
  await assert.rejects(
    run(["destroy"]),
    ({ code, stderr }) => code === 1 && stderr === 'There is no command "destroy".\nSee --help.\n',
  );
});
