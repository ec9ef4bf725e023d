import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Address, encodeFunctionData, type Hex, numberToHex, parseAbi, RpcRequestError } from "viem";
import { BundlerUnavailableError } from "../../src/chain/errors.ts";
import { createChainClient } from "../../src/chain/index.ts";
import { type Chain, chainByNetwork, type Token } from "../../src/protocol/index.ts";
import { paymentCalls } from "../../src/protocol/payment-calls.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { HttpFailure, type RpcAnswer } from "../../src/sandbox/faults/fault.ts";
import { type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/rpc-proxy.ts";
import type { Quote } from "../../src/store/index.ts";
import { createBundler } from "../../src/user-operations/bundler.ts";
import {
  operationHash,
  parseOperation,
  type RpcOperation,
} from "../../src/user-operations/operation/parse-operation.ts";
import type { GasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";
import { submitOperation } from "../../src/user-operations/submit-operation.ts";
import { type Harness, minutes, startHarness } from "../support/payments-harness.ts";
import { openSponsorship } from "../support/sponsorship.ts";

const base = chainByNetwork("base") as Chain;
const usdc = base.tokens[0] as Token;
const sponsor: Address = "0x5555555555555555555555555555555555555555";
const accountAbi = parseAbi(["function executeBatch((address target, uint256 value, bytes data)[] calls)"]);

let harness: Harness;
let bundler: RpcProxy;
let relay: ChainServices;
before(async () => {
  harness = await startHarness();
  // Nothing stands behind it: what a bundler answers in these moments cannot be had from a real one on demand.
  bundler = await startRpcProxy("http://127.0.0.1:9");
  const { router } = harness;
  // A node without eth_simulateV1.
  const client = createChainClient(base, [bundler.url]);
  relay = {
    chain: base,
    client,
    bundler: createBundler(bundler.url),
    sponsors: { "0.8": { address: sponsor } as GasSponsor },
    sponsorship: openSponsorship,
    router,
  } as ChainServices;
});
after(async () => {
  await bundler.stop();
  await harness[Symbol.asyncDispose]();
});

function operationFor(quote: Quote): RpcOperation {
  const calls = paymentCalls(termsFromJson(quote.terms), relay.router, usdc);
  const args = [calls.map(({ to, value, data }) => ({ target: to, value, data }))] as const;
  const callData = encodeFunctionData({ abi: accountAbi, functionName: "executeBatch", args });
  return { sender: sponsor, nonce: "0x0", callData, paymaster: sponsor, callGasLimit: numberToHex(200_000) };
}

/** What the bundler answers to operations that it is sent, one after the other. */
async function bundlerAnswers(...answers: readonly (() => RpcAnswer)[]): Promise<void> {
  const left = [...answers];
  await bundler.use(async ({ method }) => {
    if (method === "eth_simulateV1") return { error: { code: -32601, message: "method not found" } };
    if (method === "eth_chainId") return { result: numberToHex(base.id) };
    if (method !== "eth_sendUserOperation") return { result: { callGasLimit: numberToHex(100_000) } };
    const answer = left.shift();
    assert.ok(answer, "no further operation was expected");
    return answer();
  });
}

const lost = (): RpcAnswer => {
  throw new HttpFailure(504, "upstream request timeout");
};
const alreadyKnown = (): RpcAnswer => ({ error: { code: -32602, message: "Already known" } });
const refused = (): RpcAnswer => ({ error: { code: -32602, message: "reverted in validation" } });

const send = (quote: Quote, operation = operationFor(quote)): Promise<Hex> =>
  submitOperation(harness, relay, operation, "0.8", { quoteId: quote.id });

async function statusOf(operation: RpcOperation): Promise<string | undefined> {
  const hash = operationHash(parseOperation(operation, "0.8"), base.id);
  const row = await harness.database
    .selectFrom("userOperations")
    .select("status")
    .where("hash", "=", hash)
    .executeTakeFirst();
  return row?.status;
}

test("sent again after a lost answer, what the bundler knows already is accepted", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  await bundlerAnswers(lost, alreadyKnown);
  await assert.rejects(send(quote), BundlerUnavailableError);
  assert.deepEqual([await statusOf(operationFor(quote)), await harness.status(payment)], ["SENDING", "ACTIVE"]);
  await send(quote);
  assert.deepEqual([await statusOf(operationFor(quote)), await harness.status(payment)], ["ACCEPTED", "ACTIVE"]);
});

test("sent again after a lost answer, a refusal says nothing of the first time: another quote waits", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  await bundlerAnswers(lost, refused);
  await assert.rejects(send(quote), BundlerUnavailableError);
  await assert.rejects(send(quote), RpcRequestError);
  assert.equal(await statusOf(operationFor(quote)), "SENDING");
  harness.setTime(new Date(minutes(0).getTime() + 1_000));
  const other = await harness.newQuote(payment);
  await assert.rejects(send(other), { name: "PaymentUnderWayError" });
  harness.setTime(minutes(0));
});

test("refused at once it is rejected, and another quote can be paid", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  await bundlerAnswers(refused, alreadyKnown);
  await assert.rejects(send(quote), RpcRequestError);
  assert.equal(await statusOf(operationFor(quote)), "REJECTED");
  harness.setTime(new Date(minutes(0).getTime() + 1_000));
  const other = await harness.newQuote(payment);
  await send(other);
  assert.equal(await statusOf(operationFor(other)), "ACCEPTED");
  harness.setTime(minutes(0));
});

test("with too little time left to be included it is refused, and the payment stays payable by another quote", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  await bundlerAnswers(alreadyKnown);
  harness.setTime(new Date(quote.expiresAt.getTime() - 3_000 - 2 * base.blockTime));
  await assert.rejects(send(quote), { name: "QuoteExpiredError" });
  assert.equal(await harness.status(payment), "ACTIVE");
  const other = await harness.newQuote(payment);
  await send(other);
  assert.equal(await statusOf(operationFor(other)), "ACCEPTED");
  harness.setTime(minutes(0));
});
