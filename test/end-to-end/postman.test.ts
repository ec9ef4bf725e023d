import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import newman, { type NewmanRunSummary } from "newman";
import type { Stack } from "../../scripts/stack.ts";
import { type Chain, chainById } from "../../src/protocol/index.ts";
import type { Json } from "../support/documented-answers.ts";
import { startTestStack } from "../support/test-stack.ts";

// Postman's own runner, with the collection as a developer downloads it.

let stack: Stack;
before(async () => {
  stack = await startTestStack({ chains: [chainById(8453) as Chain] });
});
after(() => stack?.stop());

const answer = (path: string) => fetch(`${stack.state.apiUrl}${path}`);

const isStream = ({ method, url }: Json) =>
  method === "GET" && /\/(stream|events)$/.test(url.raw) && url.raw !== "{{baseUrl}}/v1/events";

/** What no key may do, or what needs more than a body that fits the document; each is answered as the document says. */
const run = (collection: Json) =>
  new Promise<NewmanRunSummary>((resolve, reject) => {
    const envVar = [{ key: "apiKey", value: stack.state.apiKey }];
    newman.run({ collection, envVar, reporters: [], timeoutRequest: 30_000 }, (error, summary) =>
      error ? reject(error) : resolve(summary),
    );
  });

test("postmanCollection: it is a download with the variables that its text names, and has every operation of the document", async () => {
  const download = await answer("/api/postman/collection");
  assert.equal(download.headers.get("content-disposition"), 'attachment; filename="railsplit.postman_collection.json"');
  const collection: Json = await download.json();
  const document: Json = await (await answer("/api/openapi")).json();
  const named = Object.fromEntries(collection.variable.map(({ key, value }: Json) => [key, value]));
  assert.deepEqual([named.baseUrl, named.apiKey, named.apiOrigin], [stack.state.apiUrl, "", ""]);
  const requests: Json[] = collection.item.flatMap(({ item }: Json) => item);
  const asked = requests.map(({ request }) => `${request.method} ${request.url.raw.replace("{{baseUrl}}", "")}`);
  const documented = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(.+?)\}/g, ":$1")}`),
  );
  assert.deepEqual(asked.toSorted(), documented.toSorted());
});

test("postmanCollection: newman runs all of it against the sandbox; each answer is one that the document names, and what a key can make is made", async () => {
  const collection: Json = await (await answer("/api/postman/collection")).json();
  // A stream does not end, and newman waits for the end of each answer.
  for (const folder of collection.item) folder.item = folder.item.filter(({ request }: Json) => !isStream(request));
  const { run: ran } = await run(collection);
  const failures = ran.failures.map(({ source, error }) => `${source?.name}: ${error.message}`);
  assert.deepEqual(failures, []);
  const made = ran.executions.filter(({ response }) => response?.code === 201).map(({ item }) => item.name);
  for (const name of ["Create a payment", "Create a payment link", "Create an API key", "Add a webhook endpoint"])
    assert.ok(made.includes(name), `${name}: ${made.join("; ")}`);
  const answered = ran.executions.filter(({ response }) => response !== undefined);
  assert.equal(answered.length, collection.item.flatMap(({ item }: Json) => item).length);
});
