import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { cancelTypedData, chainById, mandateTypedData } from "../../src/protocol/index.ts";
import { uuidOf } from "../../src/schemas/index.ts";
import { madeUpBlock, receivePayment } from "../refunds/received.ts";
import { type CheckAnswer, checkAnswersAgainst, type DocumentedAnswer } from "../support/documented-answers.ts";
import { emptyChain } from "../support/empty-chain.ts";
import { invoicePayments } from "../support/invoice-payments.ts";
import { anyMandate, anyMandates } from "../support/mandates.ts";
import { settlementOf } from "../support/payments-harness.ts";
import { type GeneratedRequest, type Known, requestsOf, validRequestsOf } from "../support/requests-of-document.ts";
import { toolsWithoutChains } from "../support/sandbox-tools.ts";
import { newDeposit } from "../support/standing.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

/** The same requests each time; RAILSPLIT_SEED tries others. */
const seed = Number(process.env.RAILSPLIT_SEED ?? 20_261_126);
const requests = 2_000;

const paying = privateKeyToAccount(`0x${"99".repeat(32)}`);
const payer = paying.address;

let server: TestServer;
before(async () => {
  const base = chainById(8453);
  assert.ok(base);
  server = await startTestServer({
    services: new Map([[base.id, emptyChain(base, payer)]]),
    engine: { mandates: anyMandates },
    sandboxTools: toolsWithoutChains(),
    rates: {
      tokenPerUnit: async () => "1.05",
      isKnown: () => true,
      isFixed: () => false,
      dollarsPer: () => 10n ** 18n,
    },
  });
});
after(() => server[Symbol.asyncDispose]());

const choice = { chainId: 8453, token: "USDC" } as const;

async function newPayment() {
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "250.00", currency: "USD" });
  const { body: quote } = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, choice, {});
  return { payment, quote };
}

/** Payments, their quotes and what opens them. */
async function populate(): Promise<Known> {
  const ids: string[] = [];
  const tokens: string[] = [];
  const bearers: string[] = [server.apiKey];
  for (let index = 0; index < 6; index += 1) {
    const { payment, quote } = await newPayment();
    ids.push(payment.id, quote.id);
    bearers.push(server.apiKey, quote.checkoutToken);
    tokens.push(new URL(quote.paymasterUrl).pathname.split("/").at(-1) as string);
  }
  for (let index = 0; index < 3; index += 1) {
    const ask = { title: "Pro Plan", amount: "99.00", currency: "USD" };
    ids.push((await server.call("POST", "/v1/links", ask)).body.id);
    ids.push((await server.call("POST", "/v1/invoices", ask)).body.id);
  }
  const single = { price: 1, currency: "USDC", chain: "Base" };
  const order = { orderReference: "1", amount: "1", currency: "USDC", chainId: "base" };
  ids.push((await server.call("POST", "/v1/payment-links", single)).body.linkId);
  ids.push((await server.call("POST", "/api/v1/orders", order)).body.orderId);
  await server.call("POST", "/v1/webhooks", { url: "http://127.0.0.1:9/unused" });
  await server.call("POST", "/v1/webhooks/test");
  return { ids, tokens, bearers, valid: await validRequests() };
}

/** Of operations that a request made from the schema alone hardly ever has what it needs for. What they need is named nowhere else. */
async function validRequests(): Promise<Known["valid"]> {
  const { key: liveKey } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  const open = await newPayment();
  const cancelled = await newPayment();
  const signed = await newPayment();
  const { body: key } = await server.call("POST", "/v1/auth/api-keys", { name: "To be revoked" });
  const { body: deliveries } = await server.call("GET", "/v1/webhooks/deliveries");
  const url = "https://shop.example/hook";
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString("base64");
  const newEndpoint = async () => (await server.call("POST", "/v1/webhooks/endpoints", { url })).body.id as string;
  const newPayInEndpoint = async () =>
    (await server.call("POST", "/api/v1/webhooks/endpoints", { url })).body.id as string;
  const day = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() };
  return {
    createPayment: [{ body: { amount: "250.00", currency: "USD" } }],
    cancelPayment: [{ path: { id: cancelled.payment.id } }],
    createQuote: [{ path: { id: open.payment.id }, body: choice }],
    submitAuthorization: [
      {
        path: { id: signed.payment.id },
        body: { type: "payment", quoteId: signed.quote.id, payer, signature: `0x${"11".repeat(65)}` },
      },
    ],
    setLogo: [{ bearer: liveKey, body: { type: "image/svg+xml", data: svg } }],
    removeLogo: [{ bearer: liveKey }],
    addWebhookEndpoint: [{ body: { url } }],
    retrieveWebhookEndpoint: [{ path: { id: await newEndpoint() } }],
    updateWebhookEndpoint: [{ path: { id: await newEndpoint() }, body: { events: ["*"] } }],
    deleteWebhookEndpoint: [{ path: { id: await newEndpoint() } }],
    regenerateWebhookEndpointSecret: [{ path: { id: await newEndpoint() } }],
    testWebhookEndpoint: [{ path: { id: await newEndpoint() } }],
    retrieveEvent: [{ path: { id: deliveries.data[0].eventId } }],
    resendEvent: [{ path: { id: deliveries.data[0].eventId }, body: {} }],
    // There is none in the other mode.
    createWebhook: [{ bearer: liveKey, body: { url } }],
    updateWebhook: [{ body: { url } }],
    redeliverWebhook: [{ path: { id: deliveries.data[0].id } }],
    replayWebhooks: [{ body: day }],
    revokeApiKey: [{ path: { id: key.id } }],
    createApiKey: [{ body: { name: "Another" } }],
    ...(await validRequestsOfSettings(liveKey)),
    // Settings that live payments share.
    updateOrganization: [{ bearer: liveKey, body: { name: "Shop" } }],
    updateCheckoutSettings: [{ body: { embedOrigins: ["https://shop.example"] } }],
    simulatePayment: [{ path: { id: open.payment.id }, body: { action: "UNDERPAY", ...choice } }],
    reorganizeChain: [{ body: { chainId: choice.chainId, blocks: 1 } }],
    moveClock: [{ body: { seconds: 1 } }],
    listEvents: [{ query: {} }],
    followEvents: [{ query: {} }],
    listTransactions: [{ query: {} }],
    listWebhookDeliveries: [{ query: {} }],
    listPayments: [{ query: {} }],
    listOrders: [{ query: {} }],
    listTransfers: [{ query: {} }],
    listRequests: [{ query: {} }],
    listRequestLogs: [{ query: {} }],
    listImportedPayments: [{ query: {} }],
    retrieveAnalytics: [{ query: { timeZone: "Europe/Berlin" } }],
    retrieveCheckout: [{ path: { id: open.payment.id } }],
    retrievePayerBalances: [{ path: { id: open.payment.id }, query: { account: payer } }],
    followCheckout: [{ path: { id: open.payment.id } }],
    listPayInEvents: [{ query: {} }],
    listOrganizations: [{ query: {} }],
    retrieveClock: [{ query: {} }],
    createPayInWebhookEndpoint: [{ body: { url } }],
    updatePayInWebhookEndpoint: [{ path: { id: await newPayInEndpoint() }, body: { events: ["*"] } }],
    deletePayInWebhookEndpoint: [{ path: { id: await newPayInEndpoint() } }],
    listCheckoutRecoveries: [{ path: { id: open.payment.id } }],
    callChain: [
      {
        path: { chainId: `${choice.chainId}` },
        bearer: open.quote.checkoutToken,
        body: { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] },
      },
    ],
    listRecoveries: [{ path: { id: open.payment.id } }],
    listPaymentMails: [{ path: { id: open.payment.id } }],
    requestRecoveries: [{ path: { id: open.payment.id } }],
    ...(await validRequestsOfLinks()),
    ...(await validRequestsOfInvoices()),
    ...(await validRequestsOfSubscriptions()),
    ...(await validRequestsOfCustomers()),
    ...(await validRequestsOfMandates()),
    ...(await validRequestsOfRefunds()),
    requestClaims: [{ path: { id: open.payment.id } }],
  };
}

/** Of settings and keys as another API has them. */
async function validRequestsOfSettings(liveKey: string): Promise<Known["valid"]> {
  const { body: key } = await server.call("POST", "/v1/auth/api-keys", { name: "To be deleted" });
  const own = { path: { id: server.organizationId } };
  return {
    retrieveConfig: [{ path: { key: "name" } }],
    updateConfig: [{ path: { key: "supportContact" }, bearer: liveKey, body: { value: "help@shop.example" } }],
    listOrganizationKeys: [own],
    createOrganizationKey: [{ ...own, bearer: liveKey, body: { name: "Shop server" } }],
    deleteKey: [{ path: { id: key.id } }],
  };
}

/** Has the ledger record that an order was paid; answers the transfer. */
async function settle(orderId: string): Promise<string> {
  const paymentId = uuidOf("ord", orderId) ?? "";
  const quotes = await server.database.selectFrom("quotes").selectAll().where("paymentId", "=", paymentId).execute();
  const cursor = { blockNumber: 1n, blockHash: `0x${"01".repeat(32)}`, blockTime: new Date() } as const;
  const settlements = quotes.map((quote) => settlementOf(quote, cursor));
  const events = { settlements, reclaims: [], sweeps: [], charges: [], cancellations: [], userOperations: [] };
  await recordBlocks(server.context, { chainId: 8453, after: null, cursor, ...events });
  return (await server.call("GET", "/api/v1/transfers")).body.data[0].transferId;
}

/** Of links, orders and the links of other APIs. */
async function validRequestsOfLinks(): Promise<Known["valid"]> {
  const link = { title: "Pro Plan", amount: "99.00", currency: "USD" };
  const newLink = async (): Promise<string> => (await server.call("POST", "/v1/links", link)).body.id;
  const kept = { path: { id: await newLink() } };
  const single = { price: 1, currency: "USDC", chain: "Base" };
  const order = { orderReference: "2", amount: "1", currency: "USDC", chainId: "base" };
  const noCode = { title: "Donation", amount: "1", currency: "USDC" };
  const singleId = (await server.call("POST", "/v1/payment-links", single)).body.linkId;
  const orderId = (await server.call("POST", "/api/v1/orders", order)).body.orderId;
  const transferId = await settle(orderId);
  return {
    retrieveTransfer: [{ path: { id: transferId } }],
    createLink: [{ body: link }],
    listLinks: [{ query: {} }],
    listNoCodeLinks: [{ query: {} }],
    retrieveLink: [kept],
    updateLink: [{ ...kept, body: { active: true } }],
    deleteLink: [{ path: { id: await newLink() } }],
    listPaymentLinks: [{ query: {} }],
    createPaymentLink: [{ body: { title: "Pro Plan", fiatAmount: "99.00" } }],
    retrievePaymentLink: [kept],
    updatePaymentLink: [{ ...kept, body: { active: true } }],
    deletePaymentLink: [{ path: { id: await newLink() } }],
    createNoCodeLink: [{ body: noCode }],
    retrieveNoCodeLink: [kept],
    updateNoCodeLink: [{ ...kept, body: { status: "active" } }],
    deleteNoCodeLink: [{ path: { id: await newLink() } }],
    createSingleUseLink: [{ body: single }],
    retrieveSingleUseLink: [{ path: { id: singleId } }],
    createOrder: [{ body: { ...order, orderReference: "3" } }],
    retrieveOrder: [{ path: { id: orderId } }],
  };
}

/** Of invoices in the states that each operation needs. */
async function validRequestsOfInvoices(): Promise<Known["valid"]> {
  const ask = { title: "Consulting", amount: "99.00", currency: "USD", allowPartialPayments: true };
  const customer = { email: "ann@client.example" };
  const { visit, pay, hear } = invoicePayments(() => server);
  const newInvoice = async () => (await server.call("POST", "/v1/invoices", { ...ask, customer })).body;
  const path = ({ id }: { readonly id: string }) => ({ path: { id } });
  const partly = await newInvoice();
  const another = await newInvoice();
  await pay(await visit(partly, "1.00"));
  await pay(await visit(another, "1.00"));
  await hear();
  return {
    createInvoice: [{ body: ask }],
    listInvoices: [{ query: {} }],
    retrieveInvoice: [path(partly)],
    voidInvoice: [path(await newInvoice())],
    expireInvoice: [path(await newInvoice())],
    settleInvoice: [path(partly)],
    notifyInvoice: [path(await newInvoice())],
    remindInvoice: [path(await newInvoice())],
    createPayLinkrInvoice: [{ body: { title: "Consulting", amount: 1 } }],
    listPayLinkrInvoices: [{ query: {} }],
    retrievePayLinkrInvoice: [path(partly)],
    expirePayLinkrInvoice: [path(await newInvoice())],
    settlePayLinkrInvoice: [path(another)],
    notifyPayLinkrInvoice: [{ ...path(await newInvoice()), body: {} }],
    remindPayLinkrInvoice: [path(await newInvoice())],
    creditInvoice: [{ ...path(await newInvoice()), body: { amount: "0.01", reason: "Less" } }],
  };
}

/** Of packages, plans and subscriptions, by both APIs. */
async function validRequestsOfSubscriptions(): Promise<Known["valid"]> {
  const monthly = { currency: "USD", amount: "99.00", interval: "MONTHLY" };
  const { body: offered } = await server.call("POST", "/v1/subscription-packages", { name: "Pro", ...monthly });
  const { body: plan } = await server.call("POST", "/v1/recurring-plans", { title: "Retainer", ...monthly });
  const joined = { packageId: offered.id, customerEmail: "ann@client.example", trialDays: 14 };
  const path = async () => ({ path: { id: (await server.call("POST", "/v1/subscriptions", joined)).body.id } });
  const [ofPackage, ofPlan] = [{ path: { id: offered.id } }, { path: { id: plan.id } }];
  const inAsset = { interval: "MONTHLY", asset: "USDC" };
  const enrolled = { packageId: offered.slug, customerEmail: "ann@client.example" };
  // A test needs a destination of that API's own.
  await server.call("PATCH", "/api/v1/webhooks", { webhookUrl: "http://127.0.0.1:9/unused" });
  return {
    listAuditLog: [{ query: {} }],
    createSubscriptionPackage: [{ body: { name: "Pro", ...monthly } }],
    listSubscriptionPackages: [{ query: {} }],
    retrieveSubscriptionPackage: [ofPackage],
    updateSubscriptionPackage: [{ ...ofPackage, body: { trialDays: 1 } }],
    createRecurringPlan: [{ body: { title: "Retainer", ...monthly } }],
    listRecurringPlans: [{ query: {} }],
    retrieveRecurringPlan: [ofPlan],
    updateRecurringPlan: [{ ...ofPlan, body: { title: "Support" } }],
    createSubscription: [{ body: joined }],
    listSubscriptions: [{ query: {} }],
    retrieveSubscription: [await path()],
    listBillingCycles: [await path()],
    updateSubscription: [{ ...(await path()), body: { packageId: offered.id } }],
    pauseSubscription: [await path()],
    resumeSubscription: [await path()],
    cancelSubscription: [{ ...(await path()), body: { atPeriodEnd: true } }],
    createPayLinkrPackage: [{ body: { name: "Pro", amount: 99, ...inAsset } }],
    listPayLinkrPackages: [{ query: {} }],
    retrievePayLinkrPackage: [ofPackage],
    updatePayLinkrPackage: [{ ...ofPackage, body: { trialDays: 2 } }],
    createPayLinkrPlan: [{ body: { title: "Retainer", expectedAmount: 250, ...inAsset } }],
    listPayLinkrPlans: [{ query: {} }],
    retrievePayLinkrPlan: [ofPlan],
    updatePayLinkrPlan: [{ ...ofPlan, body: { title: "Support" } }],
    createPayLinkrSubscription: [{ body: enrolled }],
    listPayLinkrSubscriptions: [{ query: {} }],
    listPayLinkrSubscriptionDeliveries: [{ query: {} }],
    updatePayLinkrSubscription: [{ ...(await path()), body: { action: "pause" } }],
    retrievePayLinkrWebhook: [{}],
    updatePayLinkrWebhook: [{ body: { webhookUrl: "http://127.0.0.1:9/unused" } }],
    testPayLinkrWebhook: [{}],
    listPayLinkrWebhookLogs: [{ query: {} }],
  };
}

/** Of customers, with a deposit. */
async function validRequestsOfCustomers(): Promise<Known["valid"]> {
  const { body: customer } = await server.call("POST", "/v1/customers", {});
  const path = "/v1/deposit-references";
  const { body: bound } = await server.call("POST", path, { reference: "1", customerId: customer.id });
  const { body: other } = await server.call("POST", path, { reference: "2" });
  const { body: third } = await server.call("POST", path, { reference: "4" });
  const depositId = await newDeposit(server.context, { reference: "1" });
  return {
    createCustomer: [{ body: { name: "A" } }],
    retrieveCustomer: [{ path: { id: customer.id } }],
    listCustomers: [{ query: {} }],
    bindDepositReference: [{ body: { reference: "3" } }],
    retrieveDepositReference: [{ path: { id: bound.id } }],
    listDepositReferences: [{ query: {} }],
    unbindDepositReference: [{ path: { id: other.id } }],
    retrieveDeposit: [{ path: { id: depositId } }],
    listDeposits: [{ query: {} }],
    bindDepositAddress: [{ body: { depositReference: "5" } }],
    listDepositAddresses: [{ query: {} }],
    retrieveDepositAddress: [{ path: { ref: bound.reference }, query: {} }],
    unbindDepositAddress: [{ path: { ref: third.reference } }],
    listPayInDeposits: [{ query: {} }],
  };
}

/** Of mandates: two that are signed, of which one is charged, and others that wait. */
async function validRequestsOfMandates(): Promise<Known["valid"]> {
  const create = async () => {
    const { body } = await server.call("POST", "/v1/mandates", anyMandate);
    return { id: body.id as string, token: body.url.split("/m/")[1] as string };
  };
  const prepare = async (token: string) => {
    const { body } = await server.call("POST", `/v1/mandate-pages/${token}/terms`, { payer }, {});
    const { terms, startsAt } = body;
    const mandate = {
      ...terms,
      maxAmount: BigInt(terms.maxAmount),
      start: BigInt(terms.start),
      epoch: BigInt(terms.epoch),
    };
    return { payer, startsAt, signature: await paying.signTypedData(mandateTypedData(mandate, 8453n, anyMandates)) };
  };
  const sign = async () => {
    const made = await create();
    const path = `/v1/mandate-pages/${made.token}/signature`;
    const { body } = await server.call("POST", path, await prepare(made.token), {});
    return { ...made, onchainId: body.onchainId as Hex };
  };
  const [waiting, shown, other] = [await create(), await create(), await create()];
  const [signed, charged] = [await sign(), await sign()];
  await server.call("POST", `/v1/mandates/${charged.id}/charges`, { period: 1 });
  const ending = await paying.signTypedData(cancelTypedData(signed.onchainId, 8453n, anyMandates));
  return {
    createMandate: [{ body: anyMandate }],
    retrieveMandate: [{ path: { id: waiting.id } }],
    listMandates: [{ query: {} }],
    cancelMandate: [{ path: { id: other.id } }],
    chargeMandate: [{ path: { id: charged.id }, body: { period: 2 } }],
    listMandateCharges: [{ path: { id: charged.id }, query: {} }],
    cancelMandateCharge: [{ path: { id: charged.id, period: "1" } }],
    retrieveMandatePage: [{ path: { token: signed.token } }],
    prepareMandate: [{ path: { token: shown.token }, body: { payer } }],
    signMandate: [{ path: { token: waiting.token }, body: await prepare(waiting.token) }],
    endMandate: [{ path: { token: signed.token }, body: { signature: ending } }],
  };
}

/** Of refunds of a payment whose money has come and is final. */
async function validRequestsOfRefunds(): Promise<Known["valid"]> {
  const { id } = await receivePayment(server, madeUpBlock(2n));
  const newRefund = async (more: object = {}): Promise<{ path: { id: string } }> => {
    const body = { amount: "1", reason: "Returned", ...more };
    return { path: { id: (await server.call("POST", `/v1/payments/${id}/refunds`, body)).body.id } };
  };
  const txHash = `0x${"11".repeat(32)}`;
  const { id: late } = await receivePayment(server, madeUpBlock(3n), { isCancelled: true });
  return {
    acceptMoney: [{ path: { id: late } }],
    createRefund: [{ path: { id }, body: { amount: "0.01", to: payer, reason: "Returned" } }],
    listRefunds: [{ query: {} }],
    listRefundsOfPayment: [{ path: { id } }],
    retrieveRefund: [await newRefund()],
    cancelRefund: [await newRefund()],
    nameRefundTransaction: [{ ...(await newRefund({ to: payer })), body: { txHash } }],
    renewRefundAddressLink: [await newRefund()],
  };
}

async function send({ method, path, headers, body }: GeneratedRequest) {
  // A stream of events would not end.
  const leaving = new AbortController();
  const response = await fetch(new URL(path, server.url), {
    method,
    headers,
    signal: leaving.signal,
    ...(body !== undefined && { body }),
  });
  const contentType = response.headers.get("content-type");
  const isStream = contentType?.startsWith("text/event-stream") ?? false;
  const text = isStream ? "" : await response.text();
  if (isStream) leaving.abort();
  return { method, path, status: response.status, contentType, text };
}

function problemsOf(answer: DocumentedAnswer, check: CheckAnswer): string[] {
  if (answer.status >= 500) return [`${answer.status} ${answer.text.slice(0, 300)}`];
  try {
    check(answer);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

test(`2,000 requests made from the OpenAPI document, seed ${seed}: no failure of ours, and no answer that is not in it`, async () => {
  const document = (await server.call("GET", "/v1/openapi.json")).body;
  const check = checkAnswersAgainst(document);
  const problems: string[] = [];
  const answered = new Map<string, Set<number>>();
  const known = await populate();
  const madeUp = fc.sample(requestsOf(document, known), { numRuns: requests, seed });
  for (const request of [...madeUp, ...validRequestsOf(document, known)]) {
    const answer = await send(request);
    problems.push(
      ...problemsOf(answer, check).map((problem) => `${JSON.stringify(request).slice(0, 1_000)}: ${problem}`),
    );
    const statuses = answered.get(request.operation) ?? new Set();
    answered.set(request.operation, statuses.add(answer.status));
  }
  assert.deepEqual(problems, []);
  const operations = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.values<{ operationId: string; "x-session"?: boolean }>(methods as never).map((operation) => ({
      ...operation,
      path,
    })),
  );
  assert.equal(answered.size, operations.length, "every operation was asked");
  // What a session or the way to one is needed for is asked in test/people: the requests here bear keys.
  const failed = operations
    .filter(({ path, "x-session": isForPeople }) => !isForPeople && !/^\/v1\/(sign-in|invitations)\//.test(path))
    .flatMap(({ operationId }) => {
      const statuses = [...(answered.get(operationId) ?? [])];
      return statuses.some((status) => status < 300) ? [] : [`${operationId}: ${statuses.join(", ")}`];
    });
  assert.deepEqual(failed, [], "every operation that a key opens succeeded once");
});
