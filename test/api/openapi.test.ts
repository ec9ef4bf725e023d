import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../support/test-server.ts";

// biome-ignore lint/suspicious/noExplicitAny: a document of JSON.
type Json = any;

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
