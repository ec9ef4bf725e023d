import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import spectral from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";
import { eventTypes } from "../../src/protocol/index.ts";
import type { Json } from "../support/documented-answers.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
let document: Json;
before(async () => {
  server = await startTestServer();
  document = (await server.call("GET", "/v1/openapi.json")).body;
});
after(() => server[Symbol.asyncDispose]());

/** What a schema leaves open: strings, numbers, lists and maps of any size. */
function unbounded(schema: Json, path: string): string[] {
  if (schema === undefined || schema === null || typeof schema !== "object") return [];
  if (schema.$ref) return unbounded(resolve(schema.$ref), `${path}(${schema.$ref.split("/").at(-1)})`);
  const types = [schema.type].flat();
  const isFixed = schema.enum !== undefined || schema.const !== undefined || schema.format === "uuid";
  const problems: string[] = [];
  if (types.includes("string") && !isFixed && !(schema.maxLength < 100_000) && !isShort(schema.pattern)) {
    problems.push(`${path}: a string of any length`);
  }
  if (types.includes("integer") && !isFixed && !(schema.maximum <= 2_147_483_647)) {
    problems.push(`${path}: an integer without a maximum`);
  }
  if (types.includes("array") && !(schema.maxItems <= 1_000)) problems.push(`${path}: a list of any length`);
  if (typeof schema.additionalProperties === "object" && !(schema.maxProperties <= 1_000)) {
    problems.push(`${path}: a map of any size`);
  }
  const parts: [string, Json][] = [
    ...Object.entries(schema.properties ?? {}),
    ...["items", "additionalProperties", "propertyNames"].map((name): [string, Json] => [name, schema[name]]),
    ...["anyOf", "oneOf", "allOf"].flatMap((name) => Object.entries(schema[name] ?? {})),
  ];
  return [...problems, ...parts.flatMap(([name, part]) => unbounded(part, `${path}.${name}`))];
}

/** A pattern that says how long it is. */
const isShort = (pattern: string | undefined) => pattern !== undefined && !/[^\\][*+]|,\}/.test(pattern);

const resolve = (reference: string): Json =>
  reference
    .slice(2)
    .split("/")
    .reduce((part, name) => part[name], document);

function operations(): { readonly name: string; readonly operation: Json }[] {
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
}

test("every string, integer, list and map of every request is bounded in the OpenAPI document", () => {
  const all = operations();
  assert.ok(all.length > 20);
  const problems = all.flatMap(({ name, operation }) => [
    ...(operation.parameters ?? []).flatMap((parameter: Json) =>
      unbounded(parameter.schema, `${name} ${parameter.name}`),
    ),
    ...Object.values<Json>(operation.requestBody?.content ?? {}).flatMap(({ schema }) => unbounded(schema, name)),
  ]);
  assert.deepEqual(problems, []);
});

test("Redocly's recommended rules find no error and no warning in the OpenAPI document", async () => {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-openapi-"));
  try {
    const file = join(directory, "openapi.json");
    await writeFile(file, JSON.stringify(document));
    const redocly = fileURLToPath(new URL("../../node_modules/.bin/redocly", import.meta.url));
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    const { stdout } = await promisify(execFile)(redocly, ["lint", "--format=json", file], { env, cwd: directory });
    assert.deepEqual(JSON.parse(stdout).problems, []);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("Spectral's recommended rules for OpenAPI find nothing in the document", async () => {
  const linter = new spectral.Spectral();
  linter.setRuleset({ extends: [[rulesets.oas as never, "recommended"]] });
  const found = await linter.run(document);
  assert.deepEqual(
    found.map(({ code, path, message }) => `${code} at ${path.join("/")}: ${message}`),
    [],
  );
});

test("every schema of the OpenAPI document is used, once, and every operation says what it does and how it fails", () => {
  const { schemas } = document.components;
  const used = new Set(
    [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
  );
  assert.deepEqual([...used].toSorted(), Object.keys(schemas).toSorted());
  const texts = Object.values(schemas).map((schema) => JSON.stringify(schema));
  assert.equal(new Set(texts).size, texts.length);
  for (const { name, operation } of operations()) {
    assert.ok(operation.summary && operation.description, name);
    for (const status of ["400", "429", "5XX"]) assert.ok(operation.responses[status], `${name} ${status}`);
    assert.equal(JSON.stringify(operation).includes("Default Response"), false, name);
  }
  assert.equal(document.components.schemas.CreatePayment.properties.sellers.anyOf[0].maxItems, 5);
});

test("webhooks of the OpenAPI document are every event that is sent", () => {
  assert.deepEqual(Object.keys(document.webhooks), [...eventTypes, "webhook.test"]);
});
