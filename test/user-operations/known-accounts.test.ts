import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { toSimpleSmartAccount } from "permissionless/accounts";
import {
  type Address,
  concat,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  http,
  keccak256,
  numberToHex,
  parseAbi,
  zeroAddress,
} from "viem";
import { createBundlerClient, type SmartAccount } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type ChainClient, createChainClient } from "../../src/chain/index.ts";
import { canonicalContracts } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type Sandbox, type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { accountKinds, createGasSponsor, knownAccountOf, type Operation } from "../../src/user-operations/index.ts";
import { base } from "../chain/chains.ts";

const { simpleAccountFactory, simple7702Account } = canonicalContracts;
const entryPoint = { address: canonicalContracts.entryPoint.address, version: "0.8" } as const;

let directory: string;
let sandbox: Sandbox;
let on: SandboxChain;
let client: ChainClient;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  sandbox = await startSandbox({ chains: [base], directory });
  on = sandbox.chains.get(base.id) as SandboxChain;
  client = createChainClient(base, [on.rpcUrl]);
});
after(async () => {
  await sandbox?.stop();
  await rm(directory, { recursive: true });
});

const codeHashOf = async (operation: Operation) =>
  (await knownAccountOf(client, Object.values(accountKinds), operation)).codeHash;
const newOwner = () => privateKeyToAccount(generatePrivateKey());
type Owner = ReturnType<typeof newOwner>;
const designator = (delegate: Address): Hex => keccak256(concat(["0xef0100", delegate]));

/** A bundler client over the real bundler, whose paymaster is ours; `hashOf` says for which code it signs. */
function bundlerOf(account: SmartAccount, hashOf = (operation: Operation) => codeHashOf(operation)) {
  const signerKey = sandboxAccounts.sponsorSigner.privateKey;
  const sponsor = createGasSponsor(base.id, { address: on.gasSponsor, signerKey });
  return createBundlerClient({
    account,
    client,
    transport: http(on.bundlerUrl),
    pollingInterval: 200,
    paymaster: {
      async getPaymasterStubData() {
        const { paymasterVerificationGasLimit, paymasterPostOpGasLimit, ...stub } = sponsor.stub();
        return {
          ...stub,
          paymasterVerificationGasLimit: hexToBigInt(paymasterVerificationGasLimit),
          paymasterPostOpGasLimit: hexToBigInt(paymasterPostOpGasLimit),
        };
      },
      async getPaymasterData(parameters) {
        const operation = { ...parameters, entryPoint: "0.8" } as unknown as Operation;
        return sponsor.sponsor(operation, await hashOf(operation), new Date(Date.now() + 600_000));
      },
    },
  });
}

const simpleAccount = (owner: Owner) => toSimpleSmartAccount({ client, owner, entryPoint });
const delegated = (owner: Owner) => toSimpleSmartAccount({ client, owner, entryPoint, eip7702: true });
const delegation = (owner: Owner, address: Address = simple7702Account.address) =>
  owner.signAuthorization({ address, chainId: base.id, nonce: 0 });
const nothing = [{ to: zeroAddress, value: 0n, data: "0x" }] as const;

/** Has the bundler include an operation that does nothing; answers the hash of the account's code after it. */
async function include(account: SmartAccount, authorization?: Awaited<ReturnType<typeof delegation>>): Promise<Hex> {
  const bundler = bundlerOf(account);
  const hash = await bundler.sendUserOperation({ account, calls: nothing, ...(authorization && { authorization }) });
  const { success, paymaster } = await bundler.waitForUserOperationReceipt({ hash });
  assert.ok(success);
  assert.equal(paymaster?.toLowerCase(), on.gasSponsor.toLowerCase());
  return keccak256((await on.local.getCode({ address: account.address })) ?? "0x");
}

test("knownAccountOf: the bundler includes a sponsored operation that deploys its account, and the next one", async () => {
  const account = await simpleAccount(newOwner());
  assert.equal(await account.isDeployed(), false);
  assert.equal(await include(account), simpleAccountFactory.accountCodeHash);
  assert.equal(await include(account), simpleAccountFactory.accountCodeHash);
});

test("knownAccountOf: the bundler includes a sponsored operation that brings its EIP-7702 delegation, and the next one", async () => {
  const owner = newOwner();
  const account = await delegated(owner);
  assert.equal(await include(account, await delegation(owner)), designator(simple7702Account.address));
  assert.equal(await include(account), designator(simple7702Account.address));
});

test("GasSponsor: the bundler refuses what was agreed to for another code of the account", async () => {
  const account = await simpleAccount(newOwner());
  const other = bundlerOf(account, async () => designator(simple7702Account.address));
  await assert.rejects(other.sendUserOperation({ account, calls: nothing }), /AA34 signature error/);
});

test("GasSponsor: the bundler refuses an EIP-7702 delegate that is not the one that was agreed to", async () => {
  const owner = newOwner();
  const account = await delegated(owner);
  // What was looked at names our delegate; what is sent names another that answers alike.
  const agreed = bundlerOf(account, async () => designator(simple7702Account.address));
  const code = await on.local.getCode({ address: simple7702Account.address });
  const twin = privateKeyToAccount(generatePrivateKey()).address;
  await on.local.setCode({ address: twin, bytecode: code as Hex });
  const authorization = await delegation(owner, twin);
  await assert.rejects(agreed.sendUserOperation({ account, calls: nothing, authorization }), /AA34 signature error/);
});

const callData = encodeFunctionData({
  abi: parseAbi(["function execute(address target, uint256 value, bytes data)"]),
  args: [zeroAddress, 0n, "0x"],
});
const operation = (changes: Partial<Operation>) =>
  ({ sender: newOwner().address, callData, entryPoint: "0.8", ...changes }) as Operation;

test("knownAccountOf: where the authorization is left out, EIP-7702's marker means the delegate that we know", async () => {
  const expected = designator(simple7702Account.address);
  for (const factory of ["0x7702", `0x7702${"00".repeat(18)}`] as const) {
    assert.equal(await codeHashOf(operation({ factory })), expected);
  }
});

test("knownAccountOf: refuses an account that is not there and whose factory nobody knows", async () => {
  for (const factory of [undefined, "0x", "0x7703", on.router] as const) {
    await assert.rejects(codeHashOf(operation({ ...(factory && { factory }) })), {
      name: "OperationRefusedError",
      message: /is not one that is sponsored here/,
    });
  }
});

test("knownAccountOf: a SimpleAccount with another implementation, or whose factory leads elsewhere, is refused", async () => {
  const account = await simpleAccount(newOwner());
  const { factory, factoryData } = (await account.getFactoryArgs()) as { factory: Address; factoryData: Hex };
  const undeployed = operation({ sender: account.address, factory, factoryData });
  assert.equal(await codeHashOf(undeployed), simpleAccountFactory.accountCodeHash);
  const refused = { name: "OperationRefusedError", message: /is not one that is sponsored here/ };
  await assert.rejects(codeHashOf({ ...undeployed, sender: newOwner().address }), refused);
  await assert.rejects(codeHashOf({ ...undeployed, factoryData: "0x" }), refused);
  await include(account);
  const deployed = operation({ sender: account.address });
  assert.equal(await codeHashOf(deployed), simpleAccountFactory.accountCodeHash);
  await on.local.setStorageAt({
    address: account.address,
    index: "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
    value: numberToHex(7, { size: 32 }),
  });
  await assert.rejects(codeHashOf(deployed), refused);
});

test("knownAccountOf: an account of a kind that is not configured is refused", async () => {
  const known = operation({ factory: "0x7702" });
  await assert.rejects(knownAccountOf(client, [accountKinds["simple-account"]], known), /v0\.8: simple-account\)/);
});
