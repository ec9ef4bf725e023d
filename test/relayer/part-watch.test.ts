import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Address, toHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import {
  ChainMismatchError,
  checkDeployment,
  createChainClient,
  createGasMarket,
  type DeployedContracts,
} from "../../src/chain/index.ts";
import {
  type Chain,
  canonicalContracts,
  chainById,
  type EntryPointVersion,
  entryPoints,
} from "../../src/protocol/index.ts";
import { watchBundler } from "../../src/relayer/lanes/bundler-health.ts";
import { watchParts } from "../../src/relayer/part-watch.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { fails, onlyFor, type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/index.ts";
import { type Sandbox, type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { createBundler, createGasSponsor } from "../../src/user-operations/index.ts";

const base = chainById(8453) as Chain;
const { privateKey: signerKey, address: sponsorSigner } = sandboxAccounts.sponsorSigner;

let directory: string;
let sandbox: Sandbox;
let on: SandboxChain;
let proxy: RpcProxy;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-parts-"));
  sandbox = await startSandbox({ chains: [base], directory });
  on = sandbox.chains.get(base.id) as SandboxChain;
  proxy = await startRpcProxy(on.bundlerUrl);
});
after(async () => {
  await proxy?.stop();
  await sandbox?.stop();
  await rm(directory, { recursive: true });
});

const contracts = (changes: Partial<DeployedContracts> = {}): DeployedContracts => {
  const { router, gasSponsor, standingDeposits, mandates } = on;
  return { router, gasSponsor, sponsorSigner, standingDeposits, mandates, ...changes };
};
const client = () => createChainClient(base, [on.rpcUrl]);

test("checkDeployment: answers the router's fee, which nobody can change", async () => {
  assert.deepEqual(await checkDeployment(client(), base, contracts()), {
    basisPoints: 100n,
    recipient: sandboxAccounts.feeRecipient.address,
  });
  await checkDeployment(client(), base, contracts({ earlierSponsors: on.earlierSponsors }));
});

test("checkDeployment: what is not as configured is refused, with what to do", async () => {
  const { router, gasSponsor } = on;
  const other = sandboxAccounts.merchant.address;
  const noRouter: Address = canonicalContracts.permit2.address;
  const refusals: [Partial<DeployedContracts>, RegExp][] = [
    [{ router: gasSponsor, gasSponsor: router }, /ROUTER_ADDRESS is the gas sponsor on Base, .* swap them/],
    [{ router: other }, /no code at .* \(ROUTER_ADDRESS\)/],
    [{ gasSponsor: other }, /no code at .* \(GAS_SPONSOR_ADDRESS\)/],
    [{ router: noRouter }, /ROUTER_ADDRESS is .* no PaymentRouter on Base .*deployments\/8453\.json/],
    [{ gasSponsor: router }, /GAS_SPONSOR_ADDRESS is .* no GasSponsor on Base/],
    [{ standingDeposits: other }, /no code at .* \(STANDING_DEPOSITS_ADDRESS\)/],
    [{ standingDeposits: router }, /STANDING_DEPOSITS_ADDRESS is .* no StandingDeposits on Base/],
    [{ mandates: other }, /no code at .* \(MANDATES_ADDRESS\)/],
    [{ mandates: on.standingDeposits }, /MANDATES_ADDRESS is .* no Mandates on Base/],
    [{ earlierSponsors: { "0.7": other } }, /no code at .* EntryPoint v0\.7 \(GAS_SPONSOR_V07_ADDRESS\)/],
    [{ earlierSponsors: { "0.6": router } }, /GAS_SPONSOR_V06_ADDRESS is .* no GasSponsor on Base/],
    [
      { earlierSponsors: { "0.7": on.earlierSponsors["0.6"] } },
      /entryPoint of the gas sponsor .* of another deployment/,
    ],
    [{ sponsorSigner: other }, /GAS_SPONSOR_SIGNER_KEY is the key of .* set that account's key/],
  ];
  for (const [changes, says] of refusals) {
    await assert.rejects(checkDeployment(client(), base, contracts(changes)), (error: Error) => {
      assert.ok(error instanceof ChainMismatchError);
      assert.match(error.message, says);
      return true;
    });
  }
});

test("checkDeployment: a node that does not answer is no mismatch", async () => {
  const nobody = createChainClient(base, ["http://127.0.0.1:1"]);
  await assert.rejects(checkDeployment(nobody, base, contracts()), (error) => !(error instanceof ChainMismatchError));
});

function startWatch(key = signerKey, sponsored?: readonly EntryPointVersion[]) {
  const said: string[] = [];
  let now = Date.now();
  const clock = () => new Date(now);
  const log = {
    error: (_: unknown, text: string) => said.push(text),
    info: (_: unknown, text: string) => said.push(text),
  };
  const bundler = createBundler(proxy.url, 5_000);
  const parts = watchParts({
    chain: base,
    client: client(),
    gasMarket: createGasMarket(client(), base, clock),
    contracts: contracts({ sponsorSigner: privateKeyToAddress(key) }),
    bundler,
    bundlerUrl: proxy.url,
    health: watchBundler(bundler, clock, sponsored),
    sponsors: { "0.8": createGasSponsor(base.id, { address: on.gasSponsor, signerKey: key }) },
    clock,
    log: log as never,
  });
  const problems = () => parts.current().flatMap(({ part, problem }) => (problem === null ? [] : [part]));
  return { parts, problems, said, pass: (time: number) => (now += time) };
}

test("watchParts: where all is well a sponsored operation is simulated by the real bundler, once in ten minutes", async () => {
  await proxy.use();
  const { parts, problems, said, pass } = startWatch();
  await parts.probe();
  await parts.inspect();
  assert.deepEqual([problems(), said], [[], []]);
  assert.equal(proxy.calls("eth_estimateUserOperationGas"), 1);
  await parts.inspect();
  assert.equal(proxy.calls("eth_estimateUserOperationGas"), 1);
  pass(10 * 60_000);
  await parts.inspect();
  assert.equal(proxy.calls("eth_estimateUserOperationGas"), 2);
});

test("watchParts: a bundler that does not answer is logged once, and once more when it is back", async () => {
  const { parts, problems, said } = startWatch();
  await proxy.refuseConnections();
  await parts.probe();
  await parts.probe();
  await parts.probe();
  assert.deepEqual(problems(), ["bundler"]);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? "", /The bundler 127\.0\.0\.1:\d+ for Base does not answer/);
  await proxy.use();
  await parts.probe();
  assert.deepEqual([problems(), said.length], [[], 2]);
});

test("watchParts: a bundler that does not serve an EntryPoint where a sponsor is configured is said to, with what to do", async () => {
  const { parts, problems, said } = startWatch(signerKey, ["0.8", "0.7", "0.6"]);
  await proxy.use(onlyFor(["eth_supportedEntryPoints"], async () => ({ result: [entryPoints["0.8"]] })));
  await parts.probe();
  assert.deepEqual(problems(), ["bundler"]);
  assert.match(said[0] ?? "", /does not serve EntryPoint v0\.7 and v0\.6, where a sponsor is configured/);
  await proxy.use();
  await parts.probe();
  assert.deepEqual(problems(), [], "the sandbox's serves all three");
});

test("watchParts: a sponsored operation that fails, and a signer that changed, are found by the next inspection", async () => {
  const { parts, problems, said } = startWatch();
  await proxy.use(
    onlyFor(["eth_estimateUserOperationGas"], fails({ code: -32_500, message: "AA31 paymaster deposit too low" })),
  );
  await parts.inspect();
  assert.deepEqual(problems(), ["sponsorship"]);
  assert.match(said[0] ?? "", /AA31 paymaster deposit too low.* See its deposit at the EntryPoint/s);
  await proxy.use();
  await parts.inspect();
  assert.deepEqual(problems(), []);

  const wrong = startWatch(toHex(7, { size: 32 }));
  await wrong.parts.inspect();
  assert.ok(wrong.problems().includes("contracts"));
});
