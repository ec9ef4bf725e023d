import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { keccak256, zeroAddress } from "viem";
import { contractNames } from "../../deploy/shared/contract-names.ts";
import { type Chain, enabledChains } from "../../src/protocol/index.ts";
import { networkVariable } from "../../src/protocol/network-variable.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import type { ChainProcess } from "../../src/sandbox/chain-process.ts";
import { type SourcifyStandIn, startSourcify } from "./sourcify.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { deployer, feeRecipient, sponsorSigner, sponsorOwner } = sandboxAccounts;

let directory: string;
let parameters: string;
let bare: BareChains;
let sourcify: SourcifyStandIn;
/** Endpoint of each network, and the deployer's key, as an operator's environment has them. */
let environment: NodeJS.ProcessEnv;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-deploy-"));
  parameters = join(directory, "parameters.json");
  await writeFile(
    parameters,
    JSON.stringify({
      Railsplit: {
        feeRecipient: feeRecipient.address,
        sponsorSigner: sponsorSigner.address,
        sponsorOwner: sponsorOwner.address,
      },
    }),
  );
  bare = await startBareChains({ directory });
  sourcify = await startSourcify(bare.chains.map(({ chain, local }) => [chain.id, local]));
  const urls = bare.chains.map(({ chain, rpcUrl }) => [networkVariable(chain.network, "RPC_URL"), rpcUrl]);
  environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...Object.fromEntries(urls),
    DEPLOYER_PRIVATE_KEY: deployer.privateKey,
    SOURCIFY_URL: sourcify.url,
  };
});

after(async () => {
  await sourcify?.stop();
  await bare?.stop();
  await rm(directory, { recursive: true, force: true });
});

type Run = { readonly code: number | null; readonly output: string };

/** Runs a script of `deploy/`. `killWhen`: ends it with SIGKILL as soon as its output holds that. */
function run(
  script: string,
  network: string,
  options: readonly string[] = [],
  { killWhen, env = environment }: { readonly killWhen?: RegExp; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const args = [join(root, "deploy", script), "--network", network, "--directory", join(directory, "deployments")];
  const child = spawn(process.execPath, [...args, ...options], { cwd: root, env, stdio: "pipe" });
  let output = "";
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (killWhen?.test(output)) child.kill("SIGKILL");
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

const deploy = (network: string, ...options: string[]) =>
  run("main.ts", network, ["--parameters", parameters, "--confirmations", "1", "--yes", ...options]);
const verify = (network: string, env = withoutKey()) =>
  run("verify-deployment.ts", network, ["--parameters", parameters], { env });
/** What reads alone asks for no key: an operator who compares has none. */
const withoutKey = (): NodeJS.ProcessEnv => {
  const { DEPLOYER_PRIVATE_KEY: _key, ...others } = environment;
  return others;
};

const chainOf = (network: string): ChainProcess => {
  const found = bare.chains.find(({ chain }) => chain.network === network);
  if (!found) throw new Error(`No chain ${network}`);
  return found;
};
const sentBy = ({ local }: ChainProcess) => local.getTransactionCount({ address: deployer.address });
const recordOf = async ({ id }: Chain) =>
  JSON.parse(await readFile(join(directory, "deployments", `${id}.json`), "utf8"));

describe("Deploying to five chains", () => {
  it("sends nothing on a dry run, and says what it would do and cost", async () => {
    const base = chainOf("base");
    const before = await sentBy(base);
    const { code, output } = await deploy("base", "--dry-run");
    assert.equal(code, 0, output);
    assert.match(output, /PaymentRouter +0x\w{40} {2}to be deployed: \d+ gas, at most [\d.]+ ETH/);
    assert.match(output, /USDC at 0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913: 6 decimals, EIP-712 domain/);
    assert.match(output, /Dry run: nothing was sent/);
    assert.equal(await sentBy(base), before);
  });

  it("makes the same plan for --from without any key", async () => {
    const options = ["--parameters", parameters, "--dry-run", "--from", deployer.address];
    const { code, output } = await run("main.ts", "base", options, { env: withoutKey() });
    assert.equal(code, 0, output);
    assert.match(output, /Dry run: nothing was sent/);
  });

  it("goes on after a kill without sending anything twice", async () => {
    const polygon = chainOf("polygon");
    const before = await sentBy(polygon);
    const options = ["--parameters", parameters, "--confirmations", "2", "--yes"];
    const killed = await run("main.ts", "polygon", options, { killWhen: /PaymentRouter: sent/ });
    assert.equal(killed.code, null, killed.output);
    const again = await run("main.ts", "polygon", options, { killWhen: /GasSponsor: sent/ });
    assert.equal(again.code, null, again.output);
    const last = await deploy("polygon");
    assert.equal(last.code, 0, last.output);
    assert.equal((await sentBy(polygon)) - before, 6);
  });

  it("puts all contracts at the same addresses on all five, recorded and verified", async () => {
    for (const chain of enabledChains) {
      const { code, output } = await deploy(chain.network);
      assert.equal(code, 0, output);
      const verified = await verify(chain.network);
      assert.equal(verified.code, 0, verified.output);
      const { contracts } = await recordOf(chain);
      for (const [variable, value] of [
        ["ROUTER_ADDRESS", contracts.PaymentRouter.address],
        ["GAS_SPONSOR_ADDRESS", contracts.GasSponsor.address],
        ["GAS_SPONSOR_V07_ADDRESS", contracts.GasSponsorV07.address],
        ["GAS_SPONSOR_V06_ADDRESS", contracts.GasSponsorV06.address],
        ["STANDING_DEPOSITS_ADDRESS", contracts.StandingDeposits.address],
        ["MANDATES_ADDRESS", contracts.Mandates.address],
        [networkVariable(chain.network, "START_BLOCK"), contracts.PaymentRouter.block],
      ])
        assert.ok(output.includes(`\n  ${variable}=${value}\n`), output);
      assert.match(verified.output, /PaymentRouter at 0x\w{40} is what the sources become, to the byte/);
    }
    const records = await Promise.all(enabledChains.map(recordOf));
    for (const name of contractNames.filter((one) => one !== "TestTether")) {
      assert.equal(new Set(records.map((record) => record.contracts[name].address)).size, 1);
    }
    for (const [index, { local }] of bare.chains.entries()) {
      const { address, transaction, block, codeHash } = records[index].contracts.PaymentRouter;
      assert.equal(keccak256((await local.getCode({ address })) ?? "0x"), codeHash);
      const receipt = await local.getTransactionReceipt({ hash: transaction });
      assert.deepEqual([receipt.status, receipt.blockNumber], ["success", BigInt(block)]);
    }
  });

  it("changes nothing when it is run again", async () => {
    for (const running of bare.chains) {
      const before = await sentBy(running);
      const record = await recordOf(running.chain);
      const { code, output } = await deploy(running.chain.network);
      assert.equal(code, 0, output);
      assert.match(output, /nothing to do/);
      assert.equal(await sentBy(running), before);
      assert.deepEqual(await recordOf(running.chain), record);
    }
  });

  it("finds what stands there when record and journal are lost", async () => {
    const bnb = chainOf("bnb");
    const record = await recordOf(bnb.chain);
    const before = await sentBy(bnb);
    await rm(join(directory, "deployments", `${bnb.chain.id}.json`));
    const journals = join(directory, "deployments", "journals");
    for (const name of await readdir(journals)) {
      if (name.startsWith(`${bnb.chain.id}-`)) await rm(join(journals, name), { recursive: true });
    }
    const { code, output } = await deploy("bnb");
    assert.equal(code, 0, output);
    assert.equal(await sentBy(bnb), before);
    assert.deepEqual(await recordOf(bnb.chain), record);
  });

  it("publishes the sources, and again without harm", async () => {
    for (const _ of [1, 2]) {
      const { code, output } = await run("verify-explorers.ts", "base", ["--only", "sourcify"]);
      assert.equal(code, 0, output);
    }
    const { contracts } = await recordOf(chainOf("base").chain);
    const names = contractNames.filter((one) => one !== "TestTether");
    assert.deepEqual(
      sourcify.verified(),
      names.map((name) => `8453 ${contracts[name].address}`),
    );
  });

  it("refuses to deploy another router beside a recorded one unless told to, and keeps the old record", async () => {
    const arbitrum = chainOf("arbitrum");
    const record = await recordOf(arbitrum.chain);
    const other = join(directory, "other.json");
    await writeFile(other, (await readFile(parameters, "utf8")).replace(feeRecipient.address, deployer.address));
    const options = ["--parameters", other, "--confirmations", "1", "--yes"];
    const refused = await run("main.ts", "arbitrum", options);
    assert.equal(refused.code, 1);
    assert.match(refused.output, /add --replace/);
    const replaced = await run("main.ts", "arbitrum", [...options, "--replace"]);
    assert.equal(replaced.code, 0, replaced.output);
    const kept = `${arbitrum.chain.id}.${record.contracts.PaymentRouter.address}.json`;
    assert.deepEqual(JSON.parse(await readFile(join(directory, "deployments", kept), "utf8")), record);
    const now = await recordOf(arbitrum.chain);
    assert.notEqual(now.contracts.PaymentRouter.address, record.contracts.PaymentRouter.address);
    assert.equal(now.contracts.GasSponsor.address, record.contracts.GasSponsor.address);
  });

  it("notices code that is not what the sources become", async () => {
    const { chain, local } = chainOf("ethereum");
    const { address } = (await recordOf(chain)).contracts.PaymentRouter;
    const code = (await local.getCode({ address })) ?? "0x";
    await local.setCode({ address, bytecode: `${code.slice(0, -2)}00` as `0x${string}` });
    const { code: exit, output } = await verify("ethereum");
    assert.equal(exit, 1);
    assert.match(output, /PaymentRouter: the code at 0x\w{40} is not what the sources become/);
    await local.setCode({ address, bytecode: code });
  });

  it("says what is wrong before it sends anything: parameters, coin, endpoint, token", async () => {
    const unset = join(directory, "unset.json");
    await writeFile(unset, (await readFile(parameters, "utf8")).replace(feeRecipient.address, zeroAddress));
    const incomplete = await run("main.ts", "base", ["--parameters", unset, "--yes"]);
    assert.match(incomplete.output, /still the zero address: set yours\s+→ at Railsplit.feeRecipient/);

    const poor = await run("main.ts", "base", [
      ...["--parameters", join(directory, "other.json"), "--replace", "--dry-run"],
      ...["--from", "0x00000000000000000000000000000000000000AA"],
    ]);
    assert.match(poor.output, /has too little ETH on Base/);

    const { local, chain } = chainOf("base");
    const [usdc] = chain.tokens;
    assert.ok(usdc);
    const code = (await local.getCode({ address: usdc.address })) ?? "0x";
    await local.setCode({ address: usdc.address, bytecode: "0x" });
    const codeless = await deploy("base");
    assert.match(codeless.output, /There is no code at 0x8335\w+, where USDC should be on Base/);
    await local.setCode({ address: usdc.address, bytecode: code });

    environment.BASE_RPC_URL = chainOf("bnb").rpcUrl;
    const wrongChain = await deploy("base");
    assert.match(wrongChain.output, /56/);
    assert.deepEqual([incomplete.code, poor.code, codeless.code, wrongChain.code], [1, 1, 1, 1]);
  });
});
