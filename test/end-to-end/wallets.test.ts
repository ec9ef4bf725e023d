import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createPublicClient, defineChain, type Hex, http, zeroAddress } from "viem";
import {
  createBundlerClient,
  createPaymasterClient,
  formatUserOperationRequest,
  type SmartAccount,
} from "viem/account-abstraction";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { callApi, type Json, waitForStatus } from "../../scripts/pay.ts";
import { entryPoints, paymentCalls, walletContracts } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { accountKinds } from "../../src/user-operations/index.ts";
import { type BaseStack, startBaseStack } from "../support/base-stack.ts";
import { newQuote, rpc } from "../support/operations.ts";
import { type OutsideAccount, outsideAccounts } from "../user-operations/account-kinds/accounts.ts";
import { checkDocumentedGas, type PaymentGas, payDirectly } from "./wallet-gas.ts";

// Wallets that people have, as outside libraries make their operations, pay through the API alone: reads, sponsorship, estimation and sending.

const patience = () => AbortSignal.timeout(90_000);
const price = 10_000_000n;

/** Gas of each kind's payments, as the EntryPoint counts it. */
const measured = new Map<string, PaymentGas>();

let on: BaseStack;
before(async () => {
  on = await startBaseStack();
});
after(async () => {
  await on?.[Symbol.asyncDispose]();
});

function clientOf({ rpcUrl, checkoutToken }: Json) {
  const { id, name } = on.base.chain;
  const transport = http(rpcUrl, {
    fetchOptions: { headers: { authorization: `Bearer ${checkoutToken}` } },
    retryCount: 0,
  });
  const nativeCurrency = { name: "coin", symbol: "COIN", decimals: 18 };
  const chain = defineChain({ id, name, nativeCurrency, rpcUrls: { default: { http: [rpcUrl] } } });
  return { client: createPublicClient({ chain, transport }), transport, chain };
}

/** A key's first operation at MetaMask's delegator brings the authorization; the library knows it only once it is there. */
async function authorize(name: OutsideAccount, account: SmartAccount, owner: PrivateKeyAccount) {
  if (name !== "metamask-account" || (await account.isDeployed())) return {};
  const { address } = walletContracts.metaMaskDelegator;
  return { authorization: await owner.signAuthorization({ address, chainId: on.base.chain.id, nonce: 0 }) };
}

/** A quote whose operations are sponsored: on a slow machine the price of gas in dollars is not known at once. */
async function sponsoredQuote(): Promise<Json> {
  const signal = patience();
  for (;;) {
    const quote = await newQuote(on.stack, on.base.chain.id, "10.00");
    if (quote.gasless.operations) return quote;
    await sleep(1_000, undefined, { signal });
  }
}

async function pay(name: OutsideAccount, owner: PrivateKeyAccount) {
  const quote = await sponsoredQuote();
  const { client, transport, chain } = clientOf(quote);
  const made = await outsideAccounts[name](client as never, owner);
  await mintToken(on.base.local, on.usdc, made.address, price);
  const authorization = await authorize(name, made, owner);
  const account: SmartAccount =
    "authorization" in authorization
      ? { ...made, getFactoryArgs: async () => ({ factory: undefined, factoryData: undefined }) }
      : made;
  const paymaster = createPaymasterClient({ transport });
  const bundler = createBundlerClient({ account, client, chain, transport, paymaster, pollingInterval: 500 });
  const calls = paymentCalls(termsFromJson(quote.terms), quote.router, on.usdc);
  const hash = await bundler.sendUserOperation({ account, calls, ...authorization });
  const receipt = await bundler.waitForUserOperationReceipt({ hash, timeout: 60_000 });
  assert.equal(receipt.success, true);
  await waitForStatus(on.stack.state, quote.paymentId, "SUCCESSFUL", patience());
  return { receipt, quote };
}

for (const name of Object.keys(outsideAccounts) as OutsideAccount[]) {
  test(`web3: ${name} pays its first payment and the next one, sponsored at its own EntryPoint`, async () => {
    const owner = privateKeyToAccount(generatePrivateKey());
    const { entryPoint } = accountKinds[name];
    assert.notEqual(entryPoint, "0.8");
    const sponsor = on.base.earlierSponsors[entryPoint as "0.7" | "0.6"];
    const gas: bigint[] = [];
    for (const _ of ["first", "next"]) {
      const { receipt } = await pay(name, owner);
      gas.push(receipt.actualGasUsed);
      assert.equal(receipt.entryPoint.toLowerCase(), entryPoints[entryPoint].toLowerCase());
      assert.equal(receipt.paymaster?.toLowerCase(), sponsor.toLowerCase());
    }
    const [first = 0n, later = 0n] = gas;
    measured.set(`\`${name}\``, { first, later });
  });
}

test("docs: gas of each kind is what docs/wallets.md says, beside a direct payment", async () => {
  const { id } = on.base.chain;
  const quotes = [await newQuote(on.stack, id, "10.00"), await newQuote(on.stack, id, "10.00")] as const;
  measured.set("allowance and payment of a plain key", await payDirectly(on.base, on.usdc, quotes));
  await checkDocumentedGas(measured);
});

test("web3: what is asked of an EntryPoint is answered in its own shape", async () => {
  const quote = await newQuote(on.stack, on.base.chain.id, "10.00");
  const { client } = clientOf(quote);
  const call = async (method: string, params: unknown[]) => rpc(quote.rpcUrl, method, params, quote.checkoutToken);
  assert.deepEqual((await call("eth_supportedEntryPoints", [])).result, Object.values(entryPoints));
  const owner = privateKeyToAccount(generatePrivateKey());
  const calls = paymentCalls(termsFromJson(quote.terms), quote.router, on.usdc);
  for (const name of ["simple-account-0.6", "safe-account"] as const) {
    const account = await outsideAccounts[name](client as never, owner);
    const { entryPoint } = accountKinds[name];
    const operation = { sender: account.address, nonce: 0n, callData: await account.encodeCalls(calls) };
    const params = [formatUserOperationRequest(operation as never), entryPoints[entryPoint]];
    const { result } = await call("pm_getPaymasterStubData", params);
    const names =
      entryPoint === "0.6"
        ? ["paymasterAndData", "sponsor"]
        : ["paymaster", "paymasterData", "paymasterVerificationGasLimit", "paymasterPostOpGasLimit", "sponsor"];
    assert.deepEqual(Object.keys(result), names);
    // Another EntryPoint's account makes no sense of it.
    const other = await call("pm_getPaymasterStubData", [params[0], entryPoints["0.8"]]);
    if (name === "safe-account")
      assert.match(other.error?.message, /is of no account that is sponsored at EntryPoint v0\.8/);
  }
});

test("web3: an operation of an EntryPoint is not sent with the sponsor of another", async () => {
  const quote = await newQuote(on.stack, on.base.chain.id, "10.00");
  const { client } = clientOf(quote);
  const owner = privateKeyToAccount(generatePrivateKey());
  const account = await outsideAccounts["safe-account"](client as never, owner);
  const calls = paymentCalls(termsFromJson(quote.terms), quote.router, on.usdc);
  for (const paymaster of [on.base.gasSponsor, on.base.earlierSponsors["0.6"], zeroAddress]) {
    const operation = {
      sender: account.address,
      nonce: 0n,
      callData: await account.encodeCalls(calls),
      paymaster,
      signature: "0x" as Hex,
    };
    const params = [formatUserOperationRequest(operation as never), entryPoints["0.7"]];
    const { error } = await rpc(quote.rpcUrl, "eth_sendUserOperation", params, quote.checkoutToken);
    assert.match(error?.message, /must be sponsored here/);
  }
  assert.equal((await callApi(on.stack.state, "GET", `/v1/payments/${quote.paymentId}`)).status, "ACTIVE");
});
