import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { erc20Abi, keccak256, parseAbi } from "viem";
import { canonicalContracts, enabledChains, entryPoints, walletContracts } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { payerAccounts, type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { chainState, removeSandboxState, writeSandboxState } from "../../src/sandbox/state.ts";

let directory: string;
let sandbox: Sandbox;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  sandbox = await startSandbox({ directory });
});
after(async () => {
  await sandbox?.stop();
  await rm(directory, { recursive: true });
});

test("startSandbox: five chains run under their real ids, with router and sponsor at one address", async () => {
  assert.deepEqual([...sandbox.chains.keys()], [1, 42161, 8453, 137, 56]);
  for (const [id, { local }] of sandbox.chains) assert.equal(await local.getChainId(), id);
  for (const contract of ["router", "gasSponsor"] as const) {
    assert.equal(new Set([...sandbox.chains.values()].map((chain) => chain[contract])).size, 1);
  }
});

test("startSandbox: canonical contracts are at their addresses, with their canonical code", async () => {
  const { entryPoint, permit2, entryPoint07, simple7702Account, ...others } = canonicalContracts;
  const { simpleAccountFactory, simpleAccountFactory07, simpleAccountFactory06, ...hashed } = others;
  const { safe, metaMaskDelegator } = walletContracts;
  const { accountCodeHash: _, ...ofSafe } = safe;
  for (const { local } of sandbox.chains.values()) {
    for (const { address, codeHash } of Object.values(hashed)) {
      assert.equal(keccak256((await local.getCode({ address })) ?? "0x"), codeHash);
    }
    // The sizes that the deployments on real chains have.
    assert.equal(((await local.getCode({ address: permit2.address })) ?? "0x").length / 2 - 1, 9_152);
    assert.equal(((await local.getCode({ address: entryPoint.address })) ?? "0x").length / 2 - 1, 21_738);
    const contracts = [simpleAccountFactory, simpleAccountFactory07, simpleAccountFactory06, simple7702Account];
    const unhashed = [...contracts, entryPoint07, metaMaskDelegator].map(({ address }) => address);
    for (const address of [...unhashed, ...Object.values(ofSafe)]) assert.ok(await local.getCode({ address }));
  }
});

test("startSandbox: every stablecoin is at its real address with its real decimals and EIP-712 domain", async () => {
  const abi = parseAbi(["function DOMAIN_SEPARATOR() view returns (bytes32)"]);
  for (const { chain, local } of sandbox.chains.values()) {
    for (const { address, decimals, domain } of chain.tokens) {
      assert.equal(await local.readContract({ address, abi: erc20Abi, functionName: "decimals" }), decimals);
      if (domain)
        assert.equal(await local.readContract({ address, abi, functionName: "DOMAIN_SEPARATOR" }), domain.separator);
    }
  }
});

test("startSandbox: payers hold stablecoins, the first ones the native token too, and the chain's time is the clock's", async () => {
  for (const { chain, local } of sandbox.chains.values()) {
    for (const { address } of payerAccounts) {
      for (const token of chain.tokens) {
        const args = [address] as const;
        assert.ok(
          (await local.readContract({ address: token.address, abi: erc20Abi, functionName: "balanceOf", args })) > 0n,
        );
      }
    }
    const coins = await Promise.all(payerAccounts.map(({ address }) => local.getBalance({ address })));
    assert.deepEqual(
      coins.map((coin) => coin > 0n),
      [true, true, true, false, false],
    );
    const { timestamp } = await local.getBlock();
    assert.ok(Math.abs(Number(timestamp) - Date.now() / 1000) < 30);
  }
});

test("startSandbox: the checkout's test wallet can pay with any token by a signature alone", async () => {
  const { address: payer } = sandboxAccounts.checkoutPayer;
  for (const { chain, local, router } of sandbox.chains.values()) {
    assert.equal(await local.getBalance({ address: payer }), 0n);
    for (const { address, authorization } of chain.tokens) {
      const read = { address, abi: erc20Abi } as const;
      assert.ok((await local.readContract({ ...read, functionName: "balanceOf", args: [payer] })) > 0n);
      const allowance = await local.readContract({ ...read, functionName: "allowance", args: [payer, router] });
      assert.equal(allowance > 0n, !authorization);
    }
  }
});

test("startSandbox: every bundler serves the EntryPoints that have a sponsor", async () => {
  for (const { bundlerUrl } of sandbox.chains.values()) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_supportedEntryPoints", params: [] });
    const response = await fetch(bundlerUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { result } = (await response.json()) as { result: string[] };
    assert.deepEqual(result, Object.values(entryPoints));
  }
});

test("writeSandboxState: state.json has what other programs need, readable by its owner alone", async () => {
  const path = join(directory, "state.json");
  const chains = Object.fromEntries([...sandbox.chains].map(([id, chain]) => [id, chainState(chain)]));
  await writeSandboxState(path, {
    apiUrl: "http://127.0.0.1:1",
    apiKey: "pk_test_x",
    webhookSecret: "whsec_x",
    mailboxUrl: "http://127.0.0.1:2",
    ownerUrl: "http://127.0.0.1:3",
    chains,
  });
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  const state = JSON.parse(await readFile(path, "utf8"));
  assert.deepEqual(Object.keys(state), ["apiUrl", "apiKey", "webhookSecret", "mailboxUrl", "ownerUrl", "chains"]);
  assert.deepEqual(
    Object.keys(state.chains),
    enabledChains.map(({ id }) => `${id}`).toSorted((a, b) => Number(a) - Number(b)),
  );
  const base = state.chains["8453"];
  assert.deepEqual(Object.keys(base), [
    "rpcUrl",
    "bundlerUrl",
    "router",
    "entryPoint",
    "gasSponsor",
    "earlierSponsors",
    "tokens",
    "accounts",
  ]);
  assert.deepEqual(base.tokens.USDC, { address: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", decimals: 6 });
  assert.deepEqual(Object.keys(base.accounts[0]), ["address", "privateKey"]);
  await removeSandboxState(path);
  await assert.rejects(stat(path));
});
