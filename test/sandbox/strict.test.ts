import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describeRelaxed, productionLimits, relaxedLimits, strictLimits } from "../../scripts/sandbox-limits.ts";
import { type Chain, chainById, type Token, totalOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { connectLocalChain } from "../../src/sandbox/local-chain.ts";
import { findRun } from "../../src/sandbox/runs.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import type { ChainState, SandboxState } from "../../src/sandbox/state.ts";
import { ask, draft, newAccount, newQuote, unpriced } from "../support/operations.ts";

const baseId = 8453;
const command = fileURLToPath(new URL("../../scripts/start.ts", import.meta.url));

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
});
after(() => rm(directory, { recursive: true, force: true }));

/** Runs `npm start` until everything is up; answers what it printed. */
async function runStart(options: readonly string[], use: (output: string) => Promise<void>): Promise<void> {
  const args = [command, "--chains", `${baseId}`, ...options];
  const child: ChildProcess = spawn(process.execPath, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const ended = once(child, "exit");
  try {
    while (!output.includes("Stop with Ctrl-C")) {
      if (child.exitCode !== null) throw new Error(`It ended: ${output}`);
      await sleep(50);
    }
    await use(output);
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}

test("npm start: each relaxed limit is printed beside production's, and a URL that signs in as the owner", async () => {
  await runStart([], async (output) => {
    const url = /^Dashboard +(\S+)/m.exec(output)?.[1] ?? "";
    const signedIn = await fetch(url, { redirect: "manual" });
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    assert.match(cookie, /^railsplit=session_/);
    assert.equal((await fetch(new URL("/dashboard", url), { headers: { cookie }, redirect: "manual" })).status, 200);
    const account = await (await fetch(new URL("/v1/account", url), { headers: { cookie } })).text();
    assert.match(account, /Sandbox owner.*Sandbox merchant.*"owner"/s);
    for (const { limit, sandbox, production } of describeRelaxed(relaxedLimits())) {
      const line = output.split("\n").find((each) => each.startsWith(limit));
      assert.ok(line?.includes(sandbox) && line.includes(production), `${limit}: ${line}`);
    }
  });
});

test("describeRelaxed: names every limit that differs from production's, and no other", () => {
  const limits = (relaxed: ReturnType<typeof relaxedLimits>) => describeRelaxed(relaxed).map(({ limit }) => limit);
  assert.deepEqual(limits(productionLimits()), []);
  assert.deepEqual(limits(strictLimits()), ["webhooks go to"]);
  assert.equal(limits(relaxedLimits()).length, 11);
  const [requests] = describeRelaxed(relaxedLimits());
  assert.equal(requests?.production, "100 a minute, 1,000 an hour, 10,000 a day");
});

/** Pays nothing: asks for sponsorships of payments of 1,000 dollars each, until one is refused. */
async function useUpBudget(state: SandboxState): Promise<void> {
  const chain = chainById(baseId) as Chain;
  const { rpcUrl } = state.chains[baseId] as ChainState;
  const base = { chain, rpcUrl, local: connectLocalChain(chain, rpcUrl) };
  const usdc = chain.tokens[0] as Token;
  const account = await newAccount(base);
  const first = await newQuote({ state }, baseId, "1000.00");
  await mintToken(base.local, usdc, account.address, totalOf(termsFromJson(first.terms).shares));
  const drafted = await draft(base, first, account, usdc);
  // The market falls from block to block, and with it what is sponsored at most.
  const { maxFeePerGas, maxPriorityFeePerGas } = drafted;
  const less = (fee: bigint) => (fee * 9n) / 10n;
  const honest = {
    ...drafted,
    maxFeePerGas: less(maxFeePerGas),
    maxPriorityFeePerGas: less(maxPriorityFeePerGas),
  };

  const small = await newQuote({ state }, baseId, "1.00");
  const { callData: cheap } = await unpriced(small, account, usdc);
  const { error: unprofitable } = await ask(small, { ...honest, callData: cheap });
  assert.equal(unprofitable?.data?.code, "SPONSORSHIP_UNPROFITABLE");

  for (let index = 0n; index < 20n; index += 1n) {
    const quote = index === 0n ? first : await newQuote({ state }, baseId, "1000.00");
    const { callData } = await unpriced(quote, account, usdc);
    const { error } = await ask(quote, { ...honest, callData, nonce: honest.nonce + (index << 64n) });
    if (error === undefined) continue;
    assert.equal(error.data?.code, "SPONSORSHIP_UNAVAILABLE", JSON.stringify(error));
    assert.match(error.message, /The merchant's sponsorship budget of this hour for accounts that have not paid/);
    break;
  }
  const metrics = await (await fetch(`${state.apiUrl}/metrics`)).text();
  const [, spent] = /^railsplit_sponsorship_at_risk_dollars\{window="hour"\} (\S+)$/m.exec(metrics) ?? [];
  assert.ok(Number(spent) <= 10 && Number(spent) > 4, `${spent} of 10 dollars are reserved`);
}

test("npm start --strict: the limits are production's, but for one that is printed", async () => {
  await runStart(["--strict"], async (output) => {
    assert.match(output, /Limits as in production, but for:/);
    assert.match(output, /webhooks go to +any address +public addresses/);
    assert.doesNotMatch(output, /100,000 a minute/);
    const { state } = await findRun(undefined, join(directory, ".sandbox"));
    await useUpBudget(state);
    const answers = await Promise.all(
      Array.from({ length: 120 }, () => fetch(`${state.apiUrl}/v1/checkout/${randomUUID()}`)),
    );
    assert.ok(answers.filter(({ status }) => status === 429).length >= 20, "100 a minute of one address");
  });
});
