import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  type Address,
  concat,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  parseAbi,
  zeroAddress,
  zeroHash,
} from "viem";
import { type SmartAccount, toCoinbaseSmartAccount, toWebAuthnAccount } from "viem/account-abstraction";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { type ChainClient, createChainClient } from "../../../src/chain/index.ts";
import { walletContracts } from "../../../src/protocol/index.ts";
import { type BareChains, startBareChains } from "../../../src/sandbox/bare-chains.ts";
import type { ChainProcess } from "../../../src/sandbox/chain-process.ts";
import { transact } from "../../../src/sandbox/local-chain.ts";
import type { AccountReader } from "../../../src/user-operations/account-kinds/account-kind.ts";
import { accountKinds, knownAccountOf, type Operation } from "../../../src/user-operations/index.ts";
import { base } from "../../chain/chains.ts";
import { coinbaseAccount, type OutsideAccount, outsideAccounts } from "./accounts.ts";

const kinds = Object.values(accountKinds);
const refused = { name: "OperationRefusedError", message: /is not one that is sponsored here/ };
const implementationSlot: Hex = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

let directory: string;
let bare: BareChains;
let on: ChainProcess;
let client: ChainClient;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  bare = await startBareChains({ chains: [base], directory });
  on = bare.chains[0] as ChainProcess;
  client = createChainClient(base, [on.rpcUrl]);
});
after(async () => {
  await bare?.stop();
  await rm(directory, { recursive: true });
});

const newOwner = () => privateKeyToAccount(generatePrivateKey());
const accountOf = (name: OutsideAccount, owner: PrivateKeyAccount) => outsideAccounts[name](client as never, owner);
const nothing = [{ to: zeroAddress, value: 0n, data: "0x" }] as const;

/** An operation that does nothing, of an account that is there or that it deploys. */
async function operationOf(account: SmartAccount, changes: Partial<Operation> = {}): Promise<Operation> {
  const creation = changes.authorization || (await account.isDeployed()) ? {} : await account.getFactoryArgs();
  const callData = await account.encodeCalls(nothing);
  return {
    sender: account.address,
    entryPoint: account.entryPoint.version,
    callData,
    ...creation,
    ...changes,
  } as Operation;
}

const recognized = async (operation: Operation, reader: AccountReader = client) =>
  knownAccountOf(reader, kinds, operation);

/** Deploys an account as its first operation would. */
async function deploy({ factory, factoryData }: Operation): Promise<void> {
  await transact(on.local, factory as Address, factoryData as Hex);
}

const codeHashAt = async (address: Address) => keccak256((await on.local.getCode({ address })) ?? "0x");

for (const name of ["simple-account-0.7", "simple-account-0.6", "safe-account"] as const) {
  test(`knownAccountOf: ${name} of an outside library, before and after its deployment`, async () => {
    const account = await accountOf(name, newOwner());
    const first = await operationOf(account);
    const before = await recognized(first);
    assert.equal(before.overrides.length, 1);
    await deploy(first);
    const later = await recognized(await operationOf(account));
    assert.deepEqual(later.overrides, []);
    assert.equal(later.codeHash, await codeHashAt(account.address));
    assert.equal(before.codeHash, later.codeHash);
    assert.ok(before.verificationGas > later.verificationGas);
    const other = newOwner().address;
    await assert.rejects(recognized({ ...first, sender: other }), refused);
    await assert.rejects(recognized({ ...first, sender: other, factoryData: "0x" }), refused);
    await assert.rejects(recognized({ ...first, sender: other, factory: other }), refused);
  });
}

test("metaMaskAccount: a key that delegates to MetaMask's contract, or whose operation says so, and no other contract", async () => {
  const owner = newOwner();
  const account = await accountOf("metamask-account", owner);
  const address = walletContracts.metaMaskDelegator.address;
  const authorization = await owner.signAuthorization({ address, chainId: base.id, nonce: 0 });
  const first = await operationOf(account, { authorization } as Partial<Operation>);
  const designator = concat(["0xef0100", address]);
  assert.equal((await recognized(first)).codeHash, keccak256(designator));
  const elsewhere = { ...authorization, address: walletContracts.safe.singleton };
  await assert.rejects(recognized({ ...first, authorization: elsewhere } as Operation), refused);
  // At EntryPoint v0.7 there is no marker: what it would lead to, nobody says.
  const { authorization: _, ...marked } = first;
  await assert.rejects(recognized({ ...marked, factory: "0x7702" } as Operation), refused);
  await on.local.setCode({ address: owner.address, bytecode: designator });
  const later = await recognized(await operationOf(account));
  assert.deepEqual([later.codeHash, later.overrides], [keccak256(designator), []]);
  await assert.rejects(recognized({ ...first, authorization: elsewhere } as Operation), refused);
});

test("safeAccount: another singleton, fallback handler or a module that is not enabled makes it another account", async () => {
  const account = await accountOf("safe-account", newOwner());
  await deploy(await operationOf(account));
  const operation = await operationOf(account);
  const { module4337, singletonL2 } = walletContracts.safe;
  const handler = keccak256(new TextEncoder().encode("fallback_manager.handler.address"));
  const enabled = keccak256(concat([pad(module4337, { size: 32 }), numberToHex(1, { size: 32 })]));
  const other = pad(newOwner().address, { size: 32 });
  for (const [slot, value] of [
    [numberToHex(0, { size: 32 }), other],
    [handler, other],
    [enabled, zeroHash],
  ] as const) {
    const was = (await on.local.getStorageAt({ address: account.address, slot })) as Hex;
    await on.local.setStorageAt({ address: account.address, index: slot, value });
    await assert.rejects(recognized(operation), refused);
    await on.local.setStorageAt({ address: account.address, index: slot, value: was });
  }
  await on.local.setStorageAt({ address: account.address, index: zeroHash, value: pad(singletonL2, { size: 32 }) });
  assert.equal((await recognized(operation)).signatureBytes, 77);
});

const creationAbi = parseAbi([
  "function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce)",
]);
const setupAbi = parseAbi([
  "function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)",
]);
const modulesAbi = parseAbi(["function enableModules(address[] modules)"]);

test("safeAccount: a creation that runs other code, pays somebody or enables another module is refused", async () => {
  const { singleton, singletonL2, proxyFactory, module4337, moduleSetup } = walletContracts.safe;
  const thief = newOwner().address;
  const enabling = (...modules: readonly Address[]) => encodeFunctionData({ abi: modulesAbi, args: [modules] });
  type Setup = { to: Address; data: Hex; handler: Address; payment: bigint; receiver: Address; named: Address };
  const usual: Setup = {
    to: moduleSetup,
    data: enabling(module4337),
    handler: module4337,
    payment: 0n,
    receiver: zeroAddress,
    named: singleton,
  };
  /** Deployed for its address, then looked at as if it were not there. */
  const created = async (changes: Partial<Setup>) => {
    const { to, data, handler, payment, receiver, named } = { ...usual, ...changes };
    const owners = [newOwner().address, newOwner().address];
    const args = [owners, 2n, to, data, handler, zeroAddress, payment, receiver] as const;
    const initializer = encodeFunctionData({ abi: setupAbi, args });
    const factoryData = encodeFunctionData({ abi: creationAbi, args: [named, initializer, 5n] });
    const result = await on.local.call({ to: proxyFactory, data: factoryData });
    const sender = getAddress(`0x${(result.data as Hex).slice(26)}`);
    const account = await accountOf("safe-account", newOwner());
    return recognized({ ...(await operationOf(account)), sender, factory: proxyFactory, factoryData });
  };
  assert.equal((await created({})).signatureBytes, 142);
  assert.equal((await created({ named: singletonL2 })).signatureBytes, 142);
  for (const changes of [
    { data: enabling(module4337, thief) },
    { to: zeroAddress, data: "0x" },
    { handler: thief },
    { receiver: thief },
  ] satisfies Partial<Setup>[]) {
    await assert.rejects(created(changes), refused);
  }
});

test("coinbaseSmartWallet: the published proxy with a published implementation, and what says that it is one", async () => {
  const { accountCodeHash, v1, v1_1 } = walletContracts.coinbaseSmartWallet;
  const account = await coinbaseAccount(client as never, newOwner());
  const code: Hex = `0x363d3d373d3d363d7f${implementationSlot.slice(2)}545af43d6000803e6038573d6000fd5b3d6000f3`;
  assert.equal(keccak256(code), accountCodeHash);
  const operation = {
    sender: account.address,
    entryPoint: "0.6",
    callData: await account.encodeCalls(nothing),
  } as unknown as Operation;
  const stored = (implementation: Address) => async () => pad(implementation, { size: 32 });
  await on.local.setCode({ address: account.address, bytecode: code });
  // Its implementation is in no package: other code at its address is refused.
  const reader = (implementation: Address): AccountReader => ({
    ...client,
    getStorageAt: stored(implementation) as never,
  });
  for (const { implementation } of [v1, v1_1]) {
    await on.local.setCode({ address: implementation, bytecode: "0x5f" });
    await assert.rejects(recognized(operation, reader(implementation)), refused);
  }
  await assert.rejects(recognized(operation, reader(newOwner().address)), refused);
});

test("coinbaseSmartWallet: whose wallet a creation makes is asked of the published factory, by the owners and the nonce that it names", async () => {
  const { v1, v1_1 } = walletContracts.coinbaseSmartWallet;
  const key = newOwner();
  const coordinates: Hex = `0x${"ab".repeat(64)}`;
  const passkey = toWebAuthnAccount({ credential: { id: "passkey", publicKey: coordinates } });
  const shared = { client: client as never, nonce: 7n, address: key.address };
  const [alone, both] = await Promise.all([
    toCoinbaseSmartAccount({ ...shared, owners: [key], version: "1" }),
    toCoinbaseSmartAccount({ ...shared, owners: [key, passkey], version: "1.1" }),
  ]);
  const asked: unknown[] = [];
  /** The factory says that it makes this account; what is at the implementation's address is not its code. */
  const reader = (created: Address): AccountReader => ({
    ...client,
    getCode: async ({ address }) => (address === key.address ? undefined : "0x5f"),
    readContract: (async ({ address, functionName, args }: Record<string, unknown>) => {
      asked.push([address, functionName, args]);
      return created;
    }) as never,
  });
  for (const account of [alone, both]) {
    const operation = { ...(await operationOf(account)), ...(await account.getFactoryArgs()) } as Operation;
    await assert.rejects(recognized(operation, reader(key.address)), refused);
    await assert.rejects(recognized(operation, reader(newOwner().address)), refused);
  }
  const owner = pad(key.address.toLowerCase() as Hex, { size: 32 });
  const first = [v1.factory, "getAddress", [[owner], 7n]];
  const second = [v1_1.factory, "getAddress", [[owner, coordinates], 7n]];
  assert.deepEqual(asked.splice(0), [first, first, second, second]);

  const abi = parseAbi([
    "function createAccount(bytes[] owners, uint256 nonce)",
    "function getAddress(bytes[] owners, uint256 nonce)",
  ]);
  const naming = (owners: readonly Hex[], functionName: "createAccount" | "getAddress" = "createAccount") =>
    encodeFunctionData({ abi, functionName, args: [owners, 7n] });
  const whole = { ...(await operationOf(both)), ...(await both.getFactoryArgs()) } as Operation;
  for (const changes of [
    { factoryData: naming([]) },
    { factoryData: naming([owner, key.address]) },
    { factoryData: naming([owner], "getAddress") },
    { factoryData: "0x" },
    { factory: newOwner().address },
  ] as const) {
    await assert.rejects(recognized({ ...whole, ...changes }, reader(key.address)), refused);
  }
  assert.deepEqual(asked, [], "what names no owner is asked of nobody");
});
