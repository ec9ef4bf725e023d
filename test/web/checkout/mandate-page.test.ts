import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { type Address, decodeFunctionData, erc20Abi, type Hex, isAddressEqual, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { buildCheckout } from "../../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../../src/api/pages/checkout-page.ts";
import { uuidOfMandate } from "../../../src/mandates/index.ts";
import { chainById, mandateIdOf, parseDecimal } from "../../../src/protocol/index.ts";
import { emptyChain } from "../../support/empty-chain.ts";
import { anyMandate, anyMandates } from "../../support/mandates.ts";
import { codeOfMandates } from "../../support/mandates-code.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { launchBrowser, openPage, skip, type WatchedPage } from "../support/browser.ts";
import { violationsOf } from "../support/violations.ts";

/** What the chain says; nobody's clock does. */
const chainTime = 1_900_000_000n;

const account = privateKeyToAccount(`0x${"77".repeat(32)}`);
const stranger = privateKeyToAccount(`0x${"78".repeat(32)}`);
const base = chainById(8453);

let server: TestServer;
let browser: Browser;
before(async () => {
  if (skip || !base) return;
  await buildCheckout("sandbox");
  server = await startTestServer({
    services: new Map([[base.id, emptyChain(base, account.address)]]),
    engine: { mandates: anyMandates },
    checkoutPage: await readCheckoutPage("sandbox"),
  });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const pictures = process.env.RAILSPLIT_PICTURES;
const seller = "0x2222222222222222222222222222222222222222";

async function newMandate() {
  const body = { ...anyMandate, sellers: [{ address: seller, percent: "12.5" }] };
  const { body: created } = await server.call("POST", "/v1/mandates", body);
  return { id: created.id as string, token: created.url.split("/m/")[1] as string };
}

/** What the wallet was asked to send, and the transactions that it says it made. */
type Sent = { readonly to: Address; readonly data: Hex };
const hashes = ["11", "22"].map((byte): Hex => `0x${byte.repeat(32)}`);
const receiptOf = (transactionHash: Hex, from: Address) => {
  const place = { blockHash: hashes[0], blockNumber: "0x10", transactionIndex: "0x0", cumulativeGasUsed: "0x1" };
  const rest = { logs: [], logsBloom: `0x${"0".repeat(512)}`, gasUsed: "0x1", effectiveGasPrice: "0x1", type: "0x2" };
  return { transactionHash, ...place, ...rest, from, to: anyMandates, contractAddress: null, status: "0x1" };
};

/** The server finds that the payer has given no allowance yet. */
async function withoutAllowance({ page }: Pick<WatchedPage, "page">, method: "PERMIT" | "APPROVE"): Promise<void> {
  await page.route("**/terms", async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    await route.fulfill({ response, json: { ...body, allowance: { ...body.allowance, method, current: "0" } } });
  });
}

/** A page with a wallet that announces itself and signs by our account's key. Answers what the wallet was asked to sign, too. */
async function openMandate(token: string, options: Parameters<typeof openPage>[1] = {}, signer = account) {
  const signed: { readonly primaryType: string; readonly message: Record<string, unknown> }[] = [];
  const sent: Sent[] = [];
  const opened = await openPage(browser, {
    ...options,
    prepare: async (page) => {
      await page.exposeFunction("askTestWallet", async (method: string, params: unknown[]) => {
        if (method === "eth_requestAccounts" || method === "eth_accounts") return [signer.address];
        if (method === "eth_chainId") return "0x2105";
        if (method === "eth_getCode") return isAddressEqual(params[0] as Address, anyMandates) ? codeOfMandates : "0x";
        if (method === "eth_signTypedData_v4") {
          const typedData = JSON.parse(`${params[1]}`);
          signed.push(typedData);
          return signer.signTypedData(typedData);
        }
        if (method === "eth_sendTransaction") return hashes[sent.push(params[0] as Sent) - 1];
        if (method === "eth_blockNumber") return "0x10";
        if (method === "eth_getBlockByNumber") return { timestamp: toHex(chainTime) };
        if (method === "eth_getTransactionReceipt") return receiptOf(params[0] as Hex, signer.address);
        return null;
      });
      await page.addInitScript(() => {
        const ask = (globalThis as never as Record<string, (method: string, params: unknown[]) => Promise<unknown>>)
          .askTestWallet;
        const provider = {
          request: ({ method, params = [] }: { method: string; params?: unknown[] }) => ask?.(method, params),
          on() {},
          removeListener() {},
        };
        const info = { uuid: "test", name: "Test wallet", icon: "", rdns: "example.test" };
        const announce = () =>
          window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: { info, provider } }));
        window.addEventListener("eip6963:requestProvider", announce);
        announce();
      });
    },
  });
  await opened.page.goto(`${server.url}/m/${token}`);
  return { ...opened, signed, sent, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

test("mandate page: shows the terms, has them signed by the wallet, and then how to end it", { skip }, async () => {
  const { id, token } = await newMandate();
  await using opened = await openMandate(token);
  const { page, signed, complaints } = opened;
  await page.getByRole("heading", { name: /Pro plan: 10\.00\sUSDC each time/ }).waitFor();
  const text = (await page.locator("body").textContent()) ?? "";
  for (const shown of ["Every month", "When you sign", "After 12 charges", "120.00", "Base", "8.75", "1.25"]) {
    assert.ok(text.includes(shown), shown);
  }
  await page.getByRole("button", { name: "Test wallet" }).click();
  const answered = page.waitForResponse((response) => response.url().endsWith("/signature"));
  await page.getByRole("button", { name: "Agree and sign" }).click();
  assert.equal((await answered).status(), 200);
  assert.deepEqual(
    signed.map(({ primaryType }) => primaryType),
    ["Mandate"],
    "it has the allowance already",
  );
  await page.getByText("You have signed this.", { exact: false }).waitFor();
  const { status, onchainId, payer } = await server.database
    .selectFrom("mandates")
    .selectAll()
    .where("id", "=", uuidOfMandate(id) ?? "")
    .executeTakeFirstOrThrow();
  assert.deepEqual([status, payer], ["ACTIVE", account.address]);
  const { body } = await server.call("GET", `/v1/mandate-pages/${token}`, undefined, {});
  const { terms } = body;
  const again = { ...terms, maxAmount: 10_000_000n, start: BigInt(terms.start), epoch: BigInt(terms.epoch) };
  assert.equal(mandateIdOf(again), onchainId);

  await page.getByText("End this").click();
  const ended = page.waitForResponse((response) => response.url().endsWith("/cancellation"));
  await page.getByRole("button", { name: "End it by signature, free" }).click();
  assert.equal((await ended).status(), 202);
  await page.getByText("Lower the allowance too").waitFor();
  const calls = await server.database.selectFrom("relays").select("kind").execute();
  assert.deepEqual(calls, [{ kind: "MANDATE" }]);
  assert.deepEqual(complaints, []);
});

test("mandate page: the allowance is asked for by a permit, before the terms, for what they need and no more", {
  skip,
}, async () => {
  const { token } = await newMandate();
  await using opened = await openMandate(token);
  const { page, signed, sent } = opened;
  await withoutAllowance(opened, "PERMIT");
  await page.getByRole("button", { name: "Test wallet" }).click();
  await page.getByText("It costs you nothing.", { exact: false }).waitFor();
  const posted = page.waitForRequest((request) => request.url().endsWith("/signature"));
  await page.getByRole("button", { name: "Agree and sign" }).click();
  const { permit } = (await posted).postDataJSON();
  assert.deepEqual(
    signed.map(({ primaryType }) => primaryType),
    ["Permit", "Mandate"],
  );
  const { spender, value } = signed[0]?.message ?? {};
  assert.deepEqual([`${spender}`.toLowerCase(), `${value}`], [anyMandates.toLowerCase(), permit.value]);
  assert.equal(BigInt(permit.value) % 120_000_000n, 0n, "this one, and as many more as the account has");
  assert.equal(permit.deadline, `${chainTime + 3_600n}`, "by the chain's time, whatever the payer's clock says");
  assert.deepEqual(sent, []);
});

test("mandate page: without permits by the wallet's own transaction; ended, the allowance is lowered to what others need", {
  skip,
}, async () => {
  const { token } = await newMandate();
  await using opened = await openMandate(token);
  const { page, signed, sent } = opened;
  await withoutAllowance(opened, "APPROVE");
  await page.getByRole("button", { name: "Test wallet" }).click();
  await page.getByText("You pay its network fee.", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Agree and sign" }).click();
  await page.getByText("You have signed this.", { exact: false }).waitFor();
  assert.deepEqual(
    signed.map(({ primaryType }) => primaryType),
    ["Mandate"],
  );
  await page.getByText("End this").click();
  await page.getByRole("button", { name: "End it by signature, free" }).click();
  await page.getByRole("button", { name: "Lower the allowance" }).click();
  await page.getByText("The allowance is lowered.").waitFor();
  const { body } = await server.call("GET", `/v1/mandate-pages/${token}`, undefined, {});
  const approvals = sent.map(({ to, data }) => [to, decodeFunctionData({ abi: erc20Abi, data }).args]);
  const others = BigInt(parseDecimal(body.neededByOthers, 6));
  const approved = (amount: bigint) => [
    base?.tokens.find(({ symbol }) => symbol === "USDC")?.address,
    [anyMandates, amount],
  ];
  assert.deepEqual(approvals, [approved(others + 120_000_000n), approved(others)]);
});

test("mandate page: what the server prepares otherwise than it shows is not asked of the wallet", {
  skip,
}, async () => {
  const { token } = await newMandate();
  await using opened = await openMandate(token, {}, stranger);
  const { page, signed } = opened;
  await page.route("**/terms", async (route) => {
    const response = await route.fetch({ postData: JSON.stringify({ payer: account.address }) });
    const body = await response.json();
    const lies = { ...body.terms, payer: stranger.address, maxAmount: "11000000" };
    await route.fulfill({ response, json: { ...body, terms: lies } });
  });
  await page.getByRole("button", { name: "Test wallet" }).click();
  await page.getByText("is not what this page says", { exact: false }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Agree and sign" }).count(), 0);
  assert.deepEqual(signed, []);
});

test("mandate page: a contract that is not Mandates to the byte is given no allowance and no signature", {
  skip,
}, async () => {
  const { token } = await newMandate();
  await using opened = await openMandate(token);
  const { page, signed } = opened;
  const elsewhere = "0x9999999999999999999999999999999999999999";
  await page.route("**/v1/mandate-pages/*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), contract: elsewhere } });
  });
  await page.reload();
  await page.getByRole("button", { name: "Test wallet" }).click();
  await page.getByRole("button", { name: "Agree and sign" }).click();
  await page.getByText("is not what this page says", { exact: false }).waitFor();
  assert.deepEqual(signed, []);
});

// Colours are looked at in both schemes, and what has to fit at both widths; with RAILSPLIT_PICTURES, a directory, each in each.
for (const [width, colorScheme] of [
  [320, "light"],
  [1440, "dark"],
  ...(pictures === undefined
    ? []
    : ([
        [320, "dark"],
        [1440, "light"],
      ] as const)),
] as const) {
  test(`mandate page: can be used by everybody in all its states: ${width} px, ${colorScheme}`, { skip }, async () => {
    const { id, token } = await newMandate();
    await using opened = await openMandate(token, { viewport: { width, height: 900 }, colorScheme });
    const { page, complaints } = opened;
    const found: string[] = [];
    const look = async (state: string) => {
      found.push(...(await violationsOf(page)).map((violation) => `${state}: ${violation}`));
      if (pictures === undefined) return;
      await mkdir(pictures, { recursive: true });
      await page.screenshot({
        path: `${pictures}/mandate-${state.replaceAll(" ", "-")}-${width}-${colorScheme}.png`,
        fullPage: true,
      });
    };
    const press = (name: string) => page.getByRole("button", { name }).click();
    await page.getByRole("button", { name: "Test wallet" }).waitFor();
    await look("open");
    await press("Test wallet");
    await page.getByRole("button", { name: "Agree and sign" }).waitFor();
    await look("connected");
    await press("Agree and sign");
    await page.getByText("You have signed this.", { exact: false }).waitFor();
    await server.call("POST", `/v1/mandates/${id}/charges`, { period: 0 });
    await page.getByText("Planned").waitFor();
    await look("signed");
    await page.getByText("End this").click();
    await look("how to end it");
    await press("End it by signature, free");
    await page.getByText("Lower the allowance too").waitFor();
    await look("ending");
    assert.deepEqual([...found, ...complaints], []);
  });
}

test("mandate page: says so where there is nothing", { skip }, async () => {
  await using opened = await openMandate("0".repeat(32));
  await opened.page.getByText("There is nothing at this address.", { exact: false }).waitFor();
});
