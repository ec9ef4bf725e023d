import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { chainById } from "../../src/protocol/index.ts";
import { type CheckAnswer, checkAnswersAgainst, type DocumentedAnswer } from "../support/documented-answers.ts";
import { emptyChain } from "../support/empty-chain.ts";
import { type GeneratedRequest, type Known, requestsOf } from "../support/requests-of-document.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

/** The same requests each time; RAILSPLIT_SEED tries others. */
const seed = Number(process.env.RAILSPLIT_SEED ?? 20_261_126);
const requests = 2_000;

let server: TestServer;
before(async () => {
  const base = chainById(8453);
  assert.ok(base);
  server = await startTestServer({
    services: new Map([[base.id, emptyChain(base)]]),
    rates: {
      tokenPerUnit: async () => "1.05",
      isKnown: () => true,
      isFixed: () => false,
      dollarsPer: () => 10n ** 18n,
    },
  });
});
after(() => server[Symbol.asyncDispose]());

/** Payments, their quotes and what opens them. */
async function populate(): Promise<Known> {
  const ids: string[] = [];
  const tokens: string[] = [];
  const bearers: string[] = [server.apiKey];
  for (let index = 0; index < 6; index += 1) {
    const { body: payment } = await server.call("POST", "/v1/payments", { amount: "250.00", currency: "USD" });
    const choice = { chainId: 8453, token: "USDC" };
    const { body: quote } = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, choice, {});
    ids.push(payment.id, quote.id);
    bearers.push(server.apiKey, quote.checkoutToken);
    tokens.push(new URL(quote.paymasterUrl).pathname.split("/").at(-1) as string);
  }
  for (let index = 0; index < 3; index += 1) {
    const ask = { title: "Pro Plan", amount: "99.00", currency: "USD" };
    ids.push((await server.call("POST", "/v1/links", ask)).body.id);
  }
  await server.call("POST", "/v1/webhooks", { url: "http://127.0.0.1:9/unused" });
  const { body: test } = await server.call("POST", "/v1/webhooks/test");
  return { ids: [...ids, test.id], tokens, bearers };
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
  for (const request of fc.sample(requestsOf(document, await populate()), { numRuns: requests, seed })) {
    const answer = await send(request);
    problems.push(
      ...problemsOf(answer, check).map((problem) => `${JSON.stringify(request).slice(0, 1_000)}: ${problem}`),
    );
    const statuses = answered.get(request.operation) ?? new Set();
    answered.set(request.operation, statuses.add(answer.status));
  }
  assert.deepEqual(problems, []);
  const operations = Object.values<object>(document.paths).flatMap((methods) => Object.values(methods));
  assert.equal(answered.size, operations.length, "every operation was asked");
  const succeeded = [...answered].filter(([, statuses]) => [...statuses].some((status) => status < 300));
  // Some succeed by luck alone, such as a signature that pays.
  assert.ok(succeeded.length >= 20, `only ${succeeded.length} operations ever succeeded`);
});
