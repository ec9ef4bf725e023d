import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Address,
  createWalletClient,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  getAddress,
  http,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createPayer } from "../../clients/typescript/payer.ts";
import { callApi, type Json, payAsNewCustomer, waitForStatus } from "../../scripts/pay.ts";
import { type Stack, startStack } from "../../scripts/stack.ts";
import { watchFeeRecipients } from "../../src/chain/fee-recipient-watch.ts";
import type { ChainClient } from "../../src/chain/providers/chain-client.ts";
import { countUnknownSettlements } from "../../src/ledger/unknown-settlements.ts";
import {
  canonicalContracts,
  deploymentAddress,
  deploymentCall,
  paymentRouterAbi,
  type Token,
} from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { reconcileChain } from "../../src/reconciliation/reconcile.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { ownArtifact } from "../../src/sandbox/artifacts.ts";
import { transact } from "../../src/sandbox/local-chain.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { base } from "../chain/chains.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { freezeAccount } from "../support/freeze-account.ts";
import { makeMigratedDirectory } from "../support/migrated.ts";

const usdc = base.tokens[0] as Token;
const patience = () => AbortSignal.timeout(120_000);
/** Whom the new router pays its fees: two and a half percent, where the old one takes one. */
const newFeeRecipient: Address = "0x00000000000000000000000000000000000Fee02";

let directory: string;
let database: TestDatabase;
let stack: Stack;
let on: SandboxChain;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  database = await createTestDatabase();
  // In a directory where it is embedded: it has to be there after a restart.
  const options = "url" in database.options ? database.options : { directory: join(directory, "database") };
  if ("directory" in options) await makeMigratedDirectory(options.directory);
  stack = await startStack({
    chains: [base],
    directory,
    database: options,
  });
  on = stack.sandbox.chains.get(base.id) as SandboxChain;
});
after(async () => {
  await stack?.stop();
  await database?.drop();
  await rm(directory, { recursive: true });
});

const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
const newPayment = (): Promise<Json> => api("POST", "/v1/payments", { amount: "250.00", currency: "USD" });
const quoteOf = (payment: Json): Promise<Json> =>
  api("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: base.id, token: "USDC" });
const balanceOf = (account: Address) =>
  on.local.readContract({ address: usdc.address, abi: erc20Abi, functionName: "balanceOf", args: [account] });

/** The same address each time. */
async function deployNewRouter(): Promise<Address> {
  const args = [250n, newFeeRecipient, canonicalContracts.permit2.address];
  const initCode = encodeDeployData({ ...ownArtifact("PaymentRouter"), args });
  const address = deploymentAddress(initCode);
  const { to, data } = deploymentCall(initCode);
  if ((await on.local.getCode({ address })) === undefined) await transact(on.local, to, data);
  return address;
}

/** Pays a quote's terms by transactions of the payer's own, at any router. */
async function payAt(router: Address, quote: Json): Promise<void> {
  const [payer] = sandboxAccounts.payers;
  const account = privateKeyToAccount(payer.privateKey);
  const wallet = createWalletClient({ account, chain: on.local.chain, transport: http(on.rpcUrl) });
  const terms = termsFromJson(quote.terms);
  const total = terms.shares.reduce((sum, { amount }) => sum + amount, 0n);
  const approve = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, total] });
  const pay = encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [terms] });
  for (const [to, data] of [
    [usdc.address, approve],
    [router, pay],
  ] as const) {
    const hash = await wallet.sendTransaction({ to, data, gas: 500_000n });
    await on.local.waitForTransactionReceipt({ hash });
  }
}

test("a replaced router: what was quoted before settles at the old one, new quotes at the new one, and reconciliation agrees with both", async () => {
  const { router: oldRouter } = on;
  const settledBefore = await newPayment();
  await payAsNewCustomer(stack.state, on, settledBefore.id, "USDC");
  await waitForStatus(stack.state, settledBefore.id, "SUCCESSFUL", patience());
  // In flight: one that is signed afterwards, one whose deposit comes while the server is down, one whose deposit is too small.
  const [bySignature, byDeposit, tooSmall] = [await newPayment(), await newPayment(), await newPayment()];
  const signed = await quoteOf(bySignature);
  const deposited = await quoteOf(byDeposit);
  const short = await quoteOf(tooSmall);

  const newRouter = await deployNewRouter();
  assert.notEqual(newRouter, oldRouter);
  await stack.replaceServer(
    (configuration) => ({
      ...configuration,
      router: newRouter,
      // Those of the old router's fee; mandates' contract of the new one is to be deployed with it.
      mandates: undefined,
      chains: configuration.chains.map((chain) => ({ ...chain, previousRouters: [oldRouter] })),
    }),
    async () => {
      await mintToken(on.local, usdc, deposited.depositAddress, 250_000_000n);
      await mintToken(on.local, usdc, short.depositAddress, 1_000_000n);
    },
  );

  const payer = await createPayer({
    chainId: base.id,
    rpcUrl: signed.rpcUrl,
    checkoutToken: signed.checkoutToken,
    owner: privateKeyToAccount(generatePrivateKey()),
  });
  await mintToken(on.local, usdc, payer.account.address, 250_000_000n);
  await payer.pay(termsFromJson(signed.terms), signed.router, usdc);
  const afterwards = await newPayment();
  const { quote: fresh } = await payAsNewCustomer(stack.state, on, afterwards.id, "USDC");
  assert.deepEqual(
    [signed, deposited, fresh].map(({ router }) => getAddress(router)),
    [oldRouter, oldRouter, newRouter],
  );
  for (const { id } of [bySignature, byDeposit, afterwards]) {
    await waitForStatus(stack.state, id, "SUCCESSFUL", patience());
  }
  assert.equal(await balanceOf(newFeeRecipient), 6_250_000n);
  // Printed is what was told at the creation, and the ledger has what each router took.
  const told = await Promise.all([bySignature, afterwards].map(({ id }) => api("GET", `/v1/payments/${id}`)));
  assert.deepEqual(
    told.map(({ pymstrFee, merchantNet }: Json) => [pymstrFee, merchantNet]),
    [
      ["2.50", "247.50"],
      ["6.25", "243.75"],
    ],
  );
  const { data: ledger } = await api("GET", `/v1/transactions?paymentId=${afterwards.id}`);
  assert.deepEqual(
    ledger.map(({ fee, shares }: Json) => [fee, shares[0].net]),
    [["6.250000", "243.750000"]],
  );

  // Money that does not pay comes back from where it is: by the old router.
  const { recoveries } = await api("GET", `/v1/payments/${tooSmall.id}/recoveries`);
  assert.deepEqual(
    recoveries.map(({ amount, transaction }: Json) => [amount, getAddress(transaction.to)]),
    [["1.000000", oldRouter]],
  );

  // Paid at a router that is not its quote's, a payment is shown, and credited to nobody.
  const astray = await newPayment();
  await payAt(oldRouter, await quoteOf(astray));
  const otherRouter = async () =>
    (await countUnknownSettlements(stack.railsplit.database)).find(({ reason }) => reason === "OTHER_ROUTER")?.count;
  const signal = patience();
  while ((await otherRouter()) !== 1) await sleep(200, undefined, { signal });
  assert.equal((await api("GET", `/v1/payments/${astray.id}`)).status, "ACTIVE");

  const contracts = { router: newRouter, previousRouters: [oldRouter], gasSponsor: on.gasSponsor };
  const client = on.local as unknown as ChainClient;
  const reconciliation = await reconcileChain(stack.railsplit, { chain: base, client, contracts }, 0n);
  assert.deepEqual(reconciliation.differences, []);
  assert.equal(reconciliation.settlements, 5);
});

test("a fee recipient on a token's denylist is found at each router, and logged once each time it changes", async () => {
  const newRouter = await deployNewRouter();
  const contracts = { router: newRouter, previousRouters: [on.router], gasSponsor: on.gasSponsor };
  const logged: string[] = [];
  const log = (level: string) => (_details: unknown, message?: string) => logged.push(`${level}: ${message}`);
  const client = on.local as unknown as ChainClient;
  const watch = watchFeeRecipients({
    chain: base,
    client,
    contracts,
    log: { error: log("error"), info: log("info") } as never,
  });
  const denied = () => watch.current().filter((state) => state.denied);
  await watch.read();
  assert.deepEqual(denied(), []);
  assert.ok(watch.current().some(({ token, denied: is }) => token === "USDC" && is === false));

  const { address: recipient } = sandboxAccounts.feeRecipient;
  await freezeAccount(on.local, usdc, recipient);
  await watch.read();
  await watch.read();
  assert.deepEqual(denied(), [{ router: on.router, recipient: getAddress(recipient), token: "USDC", denied: true }]);
  await freezeAccount(on.local, usdc, recipient, "unBlacklist");
  await watch.read();
  assert.deepEqual(denied(), []);
  assert.deepEqual(logged, [
    "error: USDC on Base denies the fee recipient: no payment in it settles",
    "info: USDC on Base does not deny the fee recipient any more",
  ]);
});
