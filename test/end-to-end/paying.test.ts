import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Address,
  createWalletClient,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  http,
  numberToHex,
  parseAbi,
  parseGwei,
} from "viem";
import { createBundlerClient, createPaymasterClient } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createPayer } from "../../clients/typescript/payer.ts";
import { callApi, type Json, payAsNewCustomer, waitForStatus } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import type { ChainClient } from "../../src/chain/providers/chain-client.ts";
import {
  authorizationTypedData,
  type Chain,
  canonicalContracts,
  chainById,
  consentTypedData,
  type PaymentTerms,
  paymentRouterAbi,
  permit2TypedData,
  type Token,
  type TokenDomain,
  totalOf,
} from "../../src/protocol/index.ts";
import { paymentCalls } from "../../src/protocol/payment-calls.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { reconcileChain, rescan } from "../../src/reconciliation/reconcile.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { startTestStack } from "../support/test-stack.ts";

const baseId = 8453;
const polygonId = 137;
const entryPoint = canonicalContracts.entryPoint.address;
const patience = () => AbortSignal.timeout(60_000);
const sellers = sandboxAccounts.sellers.map(({ address }, index) => ({
  address,
  amount: index === 0 ? "60.00" : "10.00",
}));

let stack: Stack;
let base: SandboxChain;
let usdc: Token;
before(async () => {
  const chains = [baseId, polygonId].map((id) => chainById(id) as Chain);
  stack = await startTestStack({ chains, keepsHistory: true });
  base = stack.sandbox.chains.get(baseId) as SandboxChain;
  usdc = base.chain.tokens[0] as Token;
});
after(() => stack?.stop());

const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
const newPayment = (changes: Json = {}): Promise<Json> =>
  api("POST", "/v1/payments", { amount: "250.00", currency: "USD", ...changes });
const newQuote = (paymentId: string): Promise<Json> =>
  api("POST", `/v1/checkout/${paymentId}/quotes`, { chainId: baseId, token: "USDC" });
const statusOf = async (paymentId: string) => (await api("GET", `/v1/payments/${paymentId}`)).status;
const balanceOf = (account: Address) =>
  base.local.readContract({ address: usdc.address, abi: erc20Abi, functionName: "balanceOf", args: [account] });

async function newPayer(quote: Json) {
  const { rpcUrl, checkoutToken } = quote;
  return createPayer({ chainId: baseId, rpcUrl, checkoutToken, owner: privateKeyToAccount(generatePrivateKey()) });
}

/** A JSON-RPC call through the API's pass-through. */
async function rpc(bearer: string, method: string, params: unknown[]): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${stack.state.apiUrl}/v1/web3/${baseId}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return { status: response.status, body: await response.json() };
}

/** Pays from an account with coin by its own two transactions, as a front end without our API would. */
async function payDirectly(terms: PaymentTerms, router: Address): Promise<Hex> {
  const payer = sandboxAccounts.payers[0];
  const wallet = createWalletClient({
    account: privateKeyToAccount(payer.privateKey),
    chain: base.local.chain,
    transport: http(base.rpcUrl),
  });
  const total = terms.shares.reduce((sum, { amount }) => sum + amount, 0n);
  const nonce = await base.local.getTransactionCount({ address: payer.address });
  const gas = 500_000n;
  await wallet.sendTransaction({
    to: usdc.address,
    data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, total] }),
    nonce,
    gas,
  });
  const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [terms] });
  return wallet.sendTransaction({ to: router, data, nonce: nonce + 1, gas });
}

test("a payer without coin pays merchant and two sellers; each is right to the unit, and signed webhooks tell it in order", async () => {
  const accounts = [sandboxAccounts.merchant, ...sandboxAccounts.sellers, sandboxAccounts.feeRecipient].map(
    ({ address }) => address,
  );
  const before = await Promise.all(accounts.map(balanceOf));
  const payment = await newPayment({ sellers });
  const { paid, payer } = await payAsNewCustomer(stack.state, base, payment.id, "USDC");
  const done = await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  const after = await Promise.all(accounts.map(balanceOf));
  assert.deepEqual(
    after.map((balance, index) => balance - (before[index] ?? 0n)),
    [178_200_000n, 59_400_000n, 9_900_000n, 2_500_000n],
  );
  assert.equal(done.txHash, paid.transactionHash);
  assert.equal(done.receivedAmount, "250.000000");
  assert.equal(await base.local.getBalance({ address: payer.account.address }), 0n);

  await stack.receiver.wait("payment.completed", payment.id, patience());
  const told = stack.receiver.received.filter(({ data }) => data.id === payment.id);
  assert.deepEqual(
    told.map(({ type, sequence }) => [type, sequence]),
    [
      ["payment.processing", 1],
      ["payment.completed", 2],
    ],
  );
  assert.deepEqual(told[1]?.data, done);
  assert.equal(stack.receiver.rejected, 0);
});

test("a refund that the merchant signs with its own wallet is found, told, in the payment and on the receipt", async () => {
  const payment = await newPayment({ amount: "10.00" });
  const { payer } = await payAsNewCustomer(stack.state, base, payment.id, "USDC");
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  const to = payer.account.address;
  const path = `/v1/payments/${payment.id}/refunds`;
  const refund = await api("POST", path, { amount: "4.00", to, reason: "Returned" });
  const [{ from, ...call }] = refund.transactions;
  assert.equal(from, sandboxAccounts.merchant.address);
  await base.local.setBalance({ address: from, value: 10n ** 18n });
  const account = privateKeyToAccount(sandboxAccounts.merchant.privateKey);
  const wallet = createWalletClient({ account, chain: base.local.chain, transport: http(base.rpcUrl) });
  const before = await balanceOf(to);
  // A transfer of the same second as the refund may have been made before.
  const isLater = async () => (await base.local.getBlock()).timestamp * 1_000n > BigInt(Date.parse(refund.createdAt));
  for (const signal = patience(); !(await isLater()); ) await sleep(100, undefined, { signal });
  const txHash = await wallet.sendTransaction({ to: call.to, data: call.data, gas: 100_000n });
  const told = await stack.receiver.wait("refund.succeeded", refund.id, patience());
  assert.ok(told);
  assert.equal((await balanceOf(to)) - before, 4_000_000n);
  assert.equal((await api("GET", `/v1/payments/${payment.id}`)).refundedAmount, "4.00");
  const { refunds } = await api("GET", `/v1/checkout/${payment.id}`);
  assert.deepEqual(refunds, [{ chainId: baseId, token: "USDC", amount: "4.000000", txHash, final: true }]);
});

test("a payment made at the router directly, without our API, is found on chain", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  const hash = await payDirectly(termsFromJson(quote.terms), quote.router);
  const done = await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  assert.equal(done.txHash, hash);
});

/** A new account that holds a payment's total and no coin. */
async function newAccount(terms: PaymentTerms) {
  const account = privateKeyToAccount(generatePrivateKey());
  await mintToken(base.local, usdc, account.address, totalOf(terms.shares));
  return account;
}

const authorization = (terms: PaymentTerms, payer: Address, router: Address) =>
  authorizationTypedData(terms, payer, router, usdc.domain as TokenDomain);

test("a payer who only signs an EIP-3009 authorization pays; six at once do", async () => {
  const prepare = async () => {
    const payment = await newPayment({ sellers });
    const quote = await newQuote(payment.id);
    const terms = termsFromJson(quote.terms);
    return { payment, quote, terms, account: await newAccount(terms) };
  };
  const pay = async ({ payment, quote, terms, account }: Awaited<ReturnType<typeof prepare>>) => {
    const accepted = await api("POST", `/v1/checkout/${payment.id}/authorizations`, {
      type: "eip3009",
      quoteId: quote.id,
      payer: account.address,
      signature: await account.signTypedData(authorization(terms, account.address, quote.router)),
      validAfter: "0",
      validBefore: terms.deadline.toString(),
    });
    assert.equal(accepted.status, "ACTIVE");
    await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
    assert.equal(await balanceOf(account.address), 0n);
  };
  const prepared = [];
  while (prepared.length < 6) prepared.push(await prepare());
  await Promise.all(prepared.map(pay));
});

test("a payer who only signs for Permit2, or only the payment itself, pays by a standing allowance", async () => {
  const payer = privateKeyToAccount(sandboxAccounts.payers[1].privateKey);
  const wallet = createWalletClient({ account: payer, chain: base.local.chain, transport: http(base.rpcUrl) });
  const sign = async (type: "permit2" | "payment") => {
    const payment = await newPayment();
    const quote = await newQuote(payment.id);
    const terms = termsFromJson(quote.terms);
    const spender = type === "permit2" ? canonicalContracts.permit2.address : quote.router;
    const args = [spender, totalOf(terms.shares)] as const;
    const hash = await wallet.writeContract({ address: usdc.address, abi: erc20Abi, functionName: "approve", args });
    await base.local.waitForTransactionReceipt({ hash });
    const proof =
      type === "permit2"
        ? {
            signature: await payer.signTypedData(permit2TypedData(terms, payer.address, quote.router, 7n)),
            nonce: "7",
            deadline: terms.deadline.toString(),
          }
        : {
            signature: await payer.signTypedData(consentTypedData(terms, payer.address, quote.router)),
          };
    const body = { type, quoteId: quote.id, payer: payer.address, ...proof };
    await api("POST", `/v1/checkout/${payment.id}/authorizations`, body);
    await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  };
  await sign("permit2");
  await sign("payment");
});

test("two quotes of one payment signed at the same time: one is taken, and the money once", async () => {
  const payment = await newPayment();
  const sign = async (refundTo: Address) => {
    const choice = { chainId: baseId, token: "USDC", refundTo };
    const quote = await api("POST", `/v1/checkout/${payment.id}/quotes`, choice);
    const terms = termsFromJson(quote.terms);
    const account = await newAccount(terms);
    const signature = await account.signTypedData(authorization(terms, account.address, quote.router));
    const times = { validAfter: "0", validBefore: terms.deadline.toString() };
    return { type: "eip3009", quoteId: quote.id, payer: account.address, signature, ...times };
  };
  const signed = [await sign(sandboxAccounts.payers[0].address), await sign(sandboxAccounts.payers[1].address)];
  const submitted = await Promise.allSettled(
    signed.map((body) => api("POST", `/v1/checkout/${payment.id}/authorizations`, body)),
  );
  const refused = submitted.flatMap((result) => (result.status === "rejected" ? [result.reason.message] : []));
  assert.equal(refused.length, 1);
  assert.match(refused[0], /409.*PAYMENT_(UNDER_WAY|NOT_ACTIVE)/);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  const balances = await Promise.all(signed.map(({ payer }) => balanceOf(payer)));
  assert.deepEqual(balances.toSorted(), [0n, 250_000_000n]);
});

test("a signature that does not pay is refused before anything is sent, with the reason", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  const terms = termsFromJson(quote.terms);
  const account = await newAccount(terms);
  const body = {
    type: "eip3009",
    quoteId: quote.id,
    payer: account.address,
    signature: await account.signTypedData(authorization({ ...terms, deadline: 1n }, account.address, quote.router)),
    validAfter: "0",
    validBefore: terms.deadline.toString(),
  };
  await assert.rejects(api("POST", `/v1/checkout/${payment.id}/authorizations`, body), /422.*AUTHORIZATION_REVERTS/);
  assert.equal(await statusOf(payment.id), "ACTIVE");
});

test("a payment in euros is quoted at the market's rate, and paid", async () => {
  const payment = await newPayment({ currency: "EUR", amount: "86.12", sellers: [] });
  const { quote } = await payAsNewCustomer(stack.state, base, payment.id, "USDC");
  assert.equal(quote.amountToken, "100.000001");
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
});

const deposit = (quote: Json, amount: bigint, token: Token = usdc) =>
  mintToken(base.local, token, quote.depositAddress, amount);
/** What was told of a payment's deposits: type, and what stands there. */
const toldOf = (paymentId: string) =>
  stack.receiver.received
    .filter(({ data, deposit: notice }) => data.id === paymentId && notice)
    .map(({ type, deposit: notice }) => [type, notice.token, notice.receivedAmount, notice.dueAmount]);

test("a plain transfer to the deposit address pays, and what is beyond goes back to the payer", async () => {
  const payment = await newPayment({ sellers });
  const refundTo = privateKeyToAccount(generatePrivateKey()).address;
  const quote = await api("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: baseId, token: "USDC", refundTo });
  await deposit(quote, 251_500_000n);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  for (const signal = patience(); (await balanceOf(refundTo)) === 0n; ) await sleep(200, undefined, { signal });
  assert.equal(await balanceOf(refundTo), 1_500_000n);
  assert.equal(await balanceOf(quote.depositAddress), 0n);
  await stack.receiver.wait("payment.overpaid", payment.id, patience());
  assert.deepEqual(toldOf(payment.id), [["payment.overpaid", "USDC", "1.500000", null]]);
});

test("too little is told with what is due, and pays once the rest has come", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  await deposit(quote, 100_000_000n);
  await stack.receiver.wait("payment.underpaid", payment.id, patience());
  assert.equal(await statusOf(payment.id), "ACTIVE");
  await deposit(quote, 150_000_000n);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  assert.deepEqual(toldOf(payment.id), [["payment.underpaid", "USDC", "100.000000", "150.000000"]]);
});

test("another token at the deposit address does not pay, and goes back when the payment is paid", async () => {
  const payment = await newPayment();
  const refundTo = privateKeyToAccount(generatePrivateKey()).address;
  const quote = await api("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: baseId, token: "USDC", refundTo });
  const euroCoin = base.chain.tokens.find(({ symbol }) => symbol === "EURC") as Token;
  await deposit(quote, 250_000_000n, euroCoin);
  await deposit(quote, 250_000_000n);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  const given = () =>
    base.local.readContract({ address: euroCoin.address, abi: erc20Abi, functionName: "balanceOf", args: [refundTo] });
  for (const signal = patience(); (await given()) === 0n; ) await sleep(200, undefined, { signal });
  assert.equal(await given(), 250_000_000n);
});

test("money sent on a wrong chain is told, and its beneficiary takes it there; the payment stays payable", async () => {
  const payment = await newPayment();
  const beneficiary = sandboxAccounts.payers[2];
  const choice = { chainId: baseId, token: "USDC", refundTo: beneficiary.address };
  const quote = await api("POST", `/v1/checkout/${payment.id}/quotes`, choice);
  const polygon = stack.sandbox.chains.get(polygonId) as SandboxChain;
  const token = polygon.chain.tokens[0] as Token;
  await mintToken(polygon.local, token, quote.depositAddress, 250_000_000n);
  const late = await stack.receiver.wait("payment.late", payment.id, patience());
  assert.deepEqual(late.deposit, {
    chainId: polygonId,
    token: token.symbol,
    address: quote.depositAddress,
    receivedAmount: "250.000000",
    dueAmount: null,
  });
  const wallet = createWalletClient({
    account: privateKeyToAccount(beneficiary.privateKey),
    chain: polygon.local.chain,
    transport: http(polygon.rpcUrl),
  });
  const balance = () =>
    polygon.local.readContract({
      address: token.address,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [beneficiary.address],
    });
  const before = await balance();
  // Payer and merchant see the same: what stands where, whose it is, and the transaction to send.
  const found = await api("GET", `/v1/checkout/${payment.id}/recoveries`);
  assert.deepEqual(await api("GET", `/v1/payments/${payment.id}/recoveries`), found);
  assert.deepEqual(found.unreadChains, []);
  const [{ transaction, ...recovery }, ...others] = found.recoveries;
  assert.deepEqual(others, []);
  // The older name, of the path and in the body.
  const { claims } = await api("GET", `/v1/payments/${payment.id}/claims`);
  assert.deepEqual(claims, found.recoveries);
  assert.deepEqual(recovery, {
    quoteId: quote.id,
    chainId: polygonId,
    chainName: polygon.chain.name,
    token: token.symbol,
    tokenAddress: token.address,
    depositAddress: quote.depositAddress,
    amount: "250.000000",
    reason: "WRONG_CHAIN",
    beneficiary: beneficiary.address,
    sender: "beneficiary",
    availableAt: null,
  });
  const request = { to: transaction.to, data: transaction.data } as const;
  await assert.rejects(polygon.local.call({ ...request, account: sandboxAccounts.payers[1].address }));
  await polygon.local.waitForTransactionReceipt({ hash: await wallet.sendTransaction(request) });
  assert.equal((await balance()) - before, 250_000_000n);
  const taken = async () => (await api("GET", `/v1/transactions?type=RECLAIMED&paymentId=${payment.id}`)).data;
  for (const signal = patience(); (await taken()).length === 0; ) await sleep(200, undefined, { signal });
  const [{ chainId, recipient, payer, amount }] = await taken();
  assert.deepEqual(
    { chainId, recipient, payer, amount },
    { chainId: polygonId, recipient: beneficiary.address, payer: quote.depositAddress, amount: "250.000000" },
  );
  assert.equal(await statusOf(payment.id), "ACTIVE");
});

test("what is worth less than its gas stays, until it is asked for; then it goes back", async () => {
  const payment = await newPayment();
  const refundTo = privateKeyToAccount(generatePrivateKey()).address;
  const quote = await api("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: baseId, token: "USDC", refundTo });
  await deposit(quote, 100_000n);
  const [early] = (await api("GET", `/v1/payments/${payment.id}/recoveries`)).recoveries;
  assert.deepEqual([early.reason, early.amount, early.sender], ["TOO_LITTLE", "0.100000", "anybody"]);
  assert.equal(Date.parse(early.availableAt) / 1_000, Number(quote.terms.deadline) + 1);
  await deposit(quote, 250_400_000n);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  await stack.receiver.wait("payment.overpaid", payment.id, patience());
  assert.equal(await balanceOf(refundTo), 0n);
  const { recoveries } = await api("POST", `/v1/payments/${payment.id}/recoveries`);
  const [{ reason, amount, sender, availableAt, beneficiary }] = recoveries;
  assert.deepEqual(
    { reason, amount, sender, availableAt, beneficiary },
    { reason: "BEYOND_PAYMENT", amount: "0.500000", sender: "anybody", availableAt: null, beneficiary: refundTo },
  );
  for (const signal = patience(); (await balanceOf(refundTo)) === 0n; ) await sleep(200, undefined, { signal });
  assert.equal(await balanceOf(refundTo), 500_000n);
  const left = async () => (await api("GET", `/v1/payments/${payment.id}/recoveries`)).recoveries;
  for (const signal = patience(); (await left()).length > 0; ) await sleep(200, undefined, { signal });
});

test("an operation that would revert is not sent: the payment stays payable, and the payer hears why", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  const payer = await newPayer(quote);
  await mintToken(base.local, usdc, payer.account.address, 249_999_999n);
  await assert.rejects(
    payer.pay(termsFromJson(quote.terms), quote.router, usdc),
    /transfer amount exceeds balance|reverted/,
  );
  assert.equal(await statusOf(payment.id), "ACTIVE");
  await mintToken(base.local, usdc, payer.account.address, 1n);
  await payer.pay(termsFromJson(quote.terms), quote.router, usdc);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
});

test("an operation with too little gas for its calls is not sent; what we estimate has gas to spare", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  const payer = await newPayer(quote);
  const terms = termsFromJson(quote.terms);
  await mintToken(base.local, usdc, payer.account.address, 250_000_000n);
  const headers = { authorization: `Bearer ${quote.checkoutToken}` };
  const transport = http(quote.rpcUrl, { fetchOptions: { headers }, retryCount: 0 });
  const bundler = createBundlerClient({ client: base.local, chain: base.local.chain, transport });
  const paymaster = createPaymasterClient({ transport });
  const operation = { account: payer.account, calls: paymentCalls(terms, quote.router, usdc), paymaster } as const;
  await assert.rejects(bundler.sendUserOperation({ ...operation, callGasLimit: 60_000n }), /its callGasLimit is 60000/);
  assert.equal(await statusOf(payment.id), "ACTIVE");

  const { callGasLimit, nonce } = await bundler.prepareUserOperation(operation);
  const itself = createBundlerClient({ client: base.local, chain: base.local.chain, transport: http(base.bundlerUrl) });
  const stub = { getPaymasterData: paymaster.getPaymasterStubData };
  const estimated = await itself.estimateUserOperationGas({
    ...operation,
    nonce,
    paymaster: stub,
    entryPointAddress: entryPoint,
  });
  assert.equal(callGasLimit, (estimated.callGasLimit * 150n) / 100n);
  // Under the nonce for which it is sponsored already: another would have to wait.
  await bundler.sendUserOperation({ ...operation, nonce });
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
});

test("nothing but this payment is sponsored or sent", async () => {
  const mine = await newQuote((await newPayment()).id);
  const other = await newQuote((await newPayment({ amount: "1.00" })).id);
  const payer = await newPayer(mine);
  const terms = termsFromJson(other.terms);
  await mintToken(base.local, usdc, payer.account.address, 1_000_000n);
  await assert.rejects(payer.pay(terms, other.router, usdc), /does not pay the quote/);
});

test("the pass-through knows its methods and its bearers", async () => {
  const quote = await newQuote((await newPayment()).id);
  assert.equal((await rpc(quote.checkoutToken, "eth_chainId", [])).body.result, numberToHex(baseId));
  assert.equal((await rpc(stack.state.apiKey, "eth_chainId", [])).body.result, numberToHex(baseId));
  for (const method of ["eth_sendRawTransaction", "anvil_setBalance", "debug_bundler_sendBundleNow", "eth_accounts"]) {
    assert.equal((await rpc(quote.checkoutToken, method, [])).body.error.code, -32601);
  }
  for (const bearer of ["ct_unknown", "pk_test_unknown", ""])
    assert.equal((await rpc(bearer, "eth_chainId", [])).status, 401);
});

test("while the bundler is down the payment stays payable and says what to do; afterwards it is paid", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  const payer = await newPayer(quote);
  await mintToken(base.local, usdc, payer.account.address, 250_000_000n);
  await base.stopBundler();
  await assert.rejects(payer.pay(termsFromJson(quote.terms), quote.router, usdc), /The bundler does not answer/);
  assert.equal(await statusOf(payment.id), "ACTIVE");
  await base.startBundler();
  await payer.pay(termsFromJson(quote.terms), quote.router, usdc);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
});

test("while the node does not answer, the chain's health says so and nothing is lost; afterwards the payment is seen", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  await payDirectly(termsFromJson(quote.terms), quote.router);
  base.freeze();
  try {
    const chainHealth = async () => (await api("GET", "/v1/status")).chains[0];
    for (let wait = 0; wait < 900 && (await chainHealth()).healthy; wait += 1) await sleep(100);
    assert.equal((await chainHealth()).healthy, false);
    assert.notEqual(await statusOf(payment.id), "FAILED");
  } finally {
    base.thaw();
  }
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
});

test("submitOperation: an accepted operation that reverts on chain ends its attempt, and the payment can still be paid", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  const payer = await newPayer(quote);
  const { address } = payer.account;
  await mintToken(base.local, usdc, address, 250_000_000n);
  await base.local.setIntervalMining({ interval: 0 });
  const paying = assert.rejects(
    payer.pay(termsFromJson(quote.terms), quote.router, usdc),
    /did not settle the payment/,
  );
  const attempts = async () => (await api("GET", `/v1/payments/${payment.id}`)).attempts;
  while ((await attempts()).length === 0) await sleep(50);
  while ((await base.local.getTxpoolStatus()).pending === 0) await sleep(50);
  // Circle freezes the payer, in a transaction that comes first in the block.
  const data = encodeFunctionData({ abi: parseAbi(["function blacklist(address account)"]), args: [address] });
  const fee = parseGwei("1000");
  await base.local.sendTransaction({
    to: usdc.address,
    data,
    gas: 100_000n,
    maxFeePerGas: fee,
    maxPriorityFeePerGas: fee,
  });
  await base.local.mine({ blocks: 1 });
  await base.local.setIntervalMining({ interval: 1 });
  await paying;
  while ((await attempts())[0].outcome === null) await sleep(50);
  const [attempt] = await attempts();
  assert.equal(attempt.outcome, "REVERTED");
  assert.match(attempt.reason, /0x[0-9a-f]{64} and reverted/);
  assert.equal((await api("GET", `/v1/payments/${payment.id}`)).status, "ACTIVE");
  await payDirectly(termsFromJson(quote.terms), quote.router);
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
});

test("a reorganisation takes a payment's transaction back; it is SUCCESSFUL only where it lands for good", async () => {
  const payment = await newPayment();
  const quote = await newQuote(payment.id);
  await base.local.setIntervalMining({ interval: 0 });
  await payDirectly(termsFromJson(quote.terms), quote.router);
  await base.local.mine({ blocks: 1 });
  const seen = await waitForStatus(stack.state, payment.id, "PROCESSING", patience());
  assert.ok(seen.txHash);
  await base.local.request({ method: "anvil_reorg", params: [1, []] } as never);
  await base.local.mine({ blocks: 1 });
  const lookAgain = () => api("GET", `/v1/payments/${payment.id}`);
  while ((await lookAgain()).txHash !== null) await sleep(50);
  assert.equal((await lookAgain()).status, "PROCESSING");
  await base.local.setIntervalMining({ interval: 1 });
  const hash = await payDirectly(termsFromJson(quote.terms), quote.router);
  const done = await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  assert.equal(done.txHash, hash);
});

test("after all this the database says what the chain says; what is lost or made up is found, and mended by reading again", async () => {
  const { database } = stack.railsplit;
  const chain = { chain: base.chain, client: base.local as unknown as ChainClient, contracts: base };
  const reconcile = () => reconcileChain({ database }, chain, 0n);
  const clean = await reconcile();
  assert.ok(clean.settlements > 10);
  assert.deepEqual(clean.differences, []);

  const payment = await newPayment();
  const { paid } = await payAsNewCustomer(stack.state, base, payment.id, "USDC");
  await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  const settlement = () =>
    database.selectFrom("settlements").selectAll().where("transactionHash", "=", paid.transactionHash);
  const row = await settlement().executeTakeFirstOrThrow();
  await database.deleteFrom("settlements").where("id", "=", row.id).execute();
  const madeUp: Hex = `0x${"ab".repeat(32)}`;
  await database
    .insertInto("settlements")
    .values({ ...row, id: payment.id, transactionHash: madeUp, onchainId: madeUp })
    .execute();
  const { differences } = await reconcile();
  assert.deepEqual(differences.map(({ kind, transactionHash }) => [kind, transactionHash]).toSorted(), [
    ["MISSING", paid.transactionHash],
    ["ORPHANED", madeUp],
    ["STATE", madeUp],
  ]);
  await rescan({ database, clock: () => new Date() }, chain.client, base.chain, row.blockNumber);
  const signal = patience();
  while ((await settlement().execute()).length === 0) await sleep(200, undefined, { signal });
  assert.equal((await settlement().executeTakeFirstOrThrow()).kind, "PAYMENT");
  while ((await reconcile()).differences.length > 0) await sleep(200, undefined, { signal });
  const phantom = await database
    .selectFrom("settlements")
    .select("kind")
    .where("transactionHash", "=", madeUp)
    .execute();
  assert.deepEqual(phantom.map(({ kind }) => kind).toSorted(), ["PAYMENT", "REVERSED"]);
});

// Last: it moves the chain's clock ahead, and a chain's clock never goes back.
test("a transfer after the quote's end is told as late, and goes back", async () => {
  // In dollars a quote lives as long as its payment: the shortest there is.
  const payment = await newPayment({ expiresAt: new Date(Date.now() + 15 * 60_000).toISOString() });
  const refundTo = privateKeyToAccount(generatePrivateKey()).address;
  const quote = await api("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: baseId, token: "USDC", refundTo });
  await deposit(quote, 1n);
  await base.local.increaseTime({ seconds: 1_000 });
  await deposit(quote, 249_999_999n);
  const { database } = stack.railsplit;
  await database
    .updateTable("quotes")
    .set({ expiresAt: new Date(Date.now() - 1_000) })
    .where("id", "=", quote.id)
    .execute();
  for (const signal = patience(); (await balanceOf(refundTo)) === 0n; ) await sleep(200, undefined, { signal });
  assert.equal(await balanceOf(refundTo), 250_000_000n);
  const late = await stack.receiver.wait("payment.late", payment.id, patience());
  assert.deepEqual([late.deposit.receivedAmount, late.deposit.dueAmount], ["250.000000", null]);
});
