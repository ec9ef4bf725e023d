import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SimpleSmartAccount } from "permissionless/accounts/simple";
import { concat, createWalletClient, encodeFunctionData, type Hex, http, numberToHex, parseAbi, size } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { createChainClient } from "../../src/chain/index.ts";
import {
  canonicalContracts,
  type PaymentTerms,
  paymentCalls,
  paymentIdOf,
  type Token,
} from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import type { ChainProcess } from "../../src/sandbox/chain-process.ts";
import { deployCode } from "../../src/sandbox/local-chain.ts";
import { deployRailsplit, type RailsplitContracts } from "../../src/sandbox/railsplit-deployment.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { accountKinds, createGasSponsor, knownAccountOf, type Operation } from "../../src/user-operations/index.ts";
import { simulateInclusion } from "../../src/user-operations/operation/simulate-inclusion.ts";
import { simulatePayment } from "../../src/user-operations/sponsorship/simulate-payment.ts";
import { base } from "../chain/chains.ts";
import { hashOf } from "../support/payments-harness.ts";

// A real chain and real contracts, and no bundler: what a node says of an operation before anybody sends it.

const usdc = base.tokens[0] as Token;
const total = 10_000_000n;
const entryPoint = { address: canonicalContracts.entryPoint.address, version: "0.8" } as const;

let directory: string;
let bare: BareChains;
let on: ChainProcess;
let contracts: RailsplitContracts;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  bare = await startBareChains({ chains: [base], directory });
  on = bare.chains[0] as ChainProcess;
  contracts = await deployRailsplit(on.local);
});
after(async () => {
  await bare?.stop();
  await rm(directory, { recursive: true });
});

const services = () => ({ client: createChainClient(base, [on.rpcUrl]) });
const quoteOf = (terms: PaymentTerms) => ({ router: contracts.router, onchainId: paymentIdOf(terms) });
const newOwner = () => privateKeyToAccount(generatePrivateKey());
const accountOf = (owner: PrivateKeyAccount, eip7702 = false): Promise<SmartAccount> =>
  eip7702
    ? SimpleSmartAccount.toSimpleSmartAccount({ client: on.local as never, owner, entryPoint, eip7702: true })
    : SimpleSmartAccount.toSimpleSmartAccount({ client: on.local as never, owner, entryPoint });

const newTerms = (): PaymentTerms => ({
  uuid: hashOf(generatePrivateKey()),
  chainId: BigInt(base.id),
  token: usdc.address,
  deadline: BigInt(Math.floor(Date.now() / 1_000) + 600),
  refundTo: "0x0000000000000000000000000000000000000000",
  shares: [{ recipient: sandboxAccounts.merchant.address, amount: total }],
});

/** An operation that pays, sponsored and signed as it is sent. */
async function signed(terms: PaymentTerms, owner: PrivateKeyAccount, eip7702 = false): Promise<Operation> {
  const account = await accountOf(owner, eip7702);
  await mintToken(on.local, usdc, account.address, total);
  const callData = await account.encodeCalls(paymentCalls(terms, contracts.router, usdc));
  const factory = (await account.isDeployed()) ? {} : await account.getFactoryArgs();
  const delegate = canonicalContracts.simple7702Account.address;
  const authorization = eip7702
    ? { authorization: await owner.signAuthorization({ address: delegate, chainId: base.id, nonce: 0 }) }
    : {};
  const bare = {
    entryPoint: "0.8",
    sender: account.address,
    nonce: await account.getNonce(),
    callData,
    ...factory,
    ...authorization,
    callGasLimit: 300_000n,
    verificationGasLimit: 500_000n,
    preVerificationGas: 100_000n,
    paymasterVerificationGasLimit: 60_000n,
    paymasterPostOpGasLimit: 1n,
    maxFeePerGas: 10n ** 10n,
    maxPriorityFeePerGas: 10n ** 9n,
    signature: await account.getStubSignature(),
  } as Operation;
  const known = await knownAccountOf(services().client, Object.values(accountKinds), bare);
  assert.ok((await simulatePayment(services(), bare, known, quoteOf(terms))) > 50_000n);
  const { privateKey: signerKey } = sandboxAccounts.sponsorSigner;
  const sponsor = createGasSponsor(base.id, { address: contracts.gasSponsor, signerKey });
  const sponsorship = await sponsor.sponsor(bare, known.codeHash, new Date(Date.now() + 120_000));
  const sponsored = { ...bare, ...sponsorship };
  return { ...sponsored, signature: await account.signUserOperation(sponsored) };
}

test("simulateInclusion: an account's first operation settles its payment, and no other", async () => {
  for (const eip7702 of [false, true]) {
    const terms = newTerms();
    const operation = await signed(terms, newOwner(), eip7702);
    await simulateInclusion(services(), operation, quoteOf(terms));
    await assert.rejects(simulateInclusion(services(), operation, quoteOf(newTerms())), {
      code: "AUTHORIZATION_REVERTS",
    });
  }
});

/** A SimpleAccount's next implementation, which its owner may choose: valid for anybody, and whatever else is called does nothing. */
const careless: Hex = concat([
  "0x5f3560e01c6352d1902d14601557", // to 21 for `proxiableUUID`, which is asked before an upgrade
  "0x5f5f5260205ff3", // else 0
  "0x5b7f360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc5f5260205ff3",
]);

test("simulateInclusion: a known account that has become another since it was sponsored does not settle", async () => {
  const owner = newOwner();
  const account = await accountOf(owner);
  const { factory, factoryData } = await account.getFactoryArgs();
  const creator = await on.local.readContract({
    address: entryPoint.address,
    abi: parseAbi(["function senderCreator() view returns (address)"]),
    functionName: "senderCreator",
  });
  await on.local.impersonateAccount({ address: creator });
  for (const address of [creator, owner.address]) await on.local.setBalance({ address, value: 10n ** 18n });
  const mined = async (hash: Hex) =>
    assert.equal((await on.local.waitForTransactionReceipt({ hash })).status, "success");
  await mined(
    await on.local.sendTransaction({ account: creator, to: factory as Hex, data: factoryData as Hex, gas: 500_000n }),
  );
  const terms = newTerms();
  const operation = await signed(terms, owner);
  await simulateInclusion(services(), operation, quoteOf(terms));
  const initCode = concat(["0x60", numberToHex(size(careless), { size: 1 }), "0x8060093d393df3", careless]);
  const abi = parseAbi(["function upgradeToAndCall(address implementation, bytes data)"]);
  const data = encodeFunctionData({ abi, args: [await deployCode(on.local, initCode), "0x"] });
  const wallet = createWalletClient({ account: owner, chain: on.local.chain, transport: http(on.rpcUrl) });
  await mined(await wallet.sendTransaction({ to: account.address, data, gas: 200_000n }));
  await assert.rejects(simulateInclusion(services(), operation, quoteOf(terms)), {
    code: "AUTHORIZATION_REVERTS",
    message: /does not settle this payment/,
  });
});
