import fc from "fast-check";
import type { Json } from "./documented-answers.ts";

/** One request that a document's operation could be sent. */
export type GeneratedRequest = {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** What makes a request likely to get further than its schema. */
export type Known = {
  /** Ids that exist, by what they are called in paths. */
  readonly ids: readonly string[];
  readonly tokens: readonly string[];
  readonly bearers: readonly string[];
  /** Requests that succeed as long as what they need is there, by operation: what a schema does not say of ids, keys and amounts that go together. */
  readonly valid: Readonly<Record<string, readonly ValidRequest[]>>;
};

/** The parts of a request that are not as in any other. */
export type ValidRequest = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly bearer?: string;
  readonly body?: Json;
};

/** Requests of every operation of an OpenAPI document: as it says, with one thing wrong, and hostile. */
export function requestsOf(document: Json, known: Known): fc.Arbitrary<GeneratedRequest> {
  const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => requestOf(document, known, { path, method, operation })),
  );
  return fc.oneof(...operations);
}

/** Every request that is known to succeed, once: those that are made up hit upon few of them. */
export function validRequestsOf(document: Json, known: Known): GeneratedRequest[] {
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).flatMap(([method, operation]) =>
      validPartsOf(known, operation).map((parts) => written({ path, method, operation }, parts)),
    ),
  );
}

function requestOf(
  document: Json,
  known: Known,
  { path, method, operation }: { path: string; method: string; operation: Json },
): fc.Arbitrary<GeneratedRequest> {
  const schemas = { document, known };
  const parameters: Json[] = (operation.parameters ?? []).map((parameter: Json) => resolve(document, parameter));
  const valueOfParameter = (parameter: Json) => {
    if (parameter.name === "id") return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known.ids) }, hostileText);
    if (parameter.name === "token" && parameter.in === "path") {
      return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known.tokens) }, hostileText);
    }
    return fc.oneof(
      { weight: 4, arbitrary: valueOfSchema(schemas, parameter.schema).map(String) },
      { weight: 1, arbitrary: hostileText },
    );
  };
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const schema = operation.requestBody?.content["application/json"].schema;
  const generated = fc.record({
    path: fc.record(Object.fromEntries(inPath.map((parameter) => [parameter.name, valueOfParameter(parameter)]))),
    query: fc.record(
      Object.fromEntries(inQuery.map((parameter) => [parameter.name, fc.option(valueOfParameter(parameter))])),
    ),
    bearer: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...known.bearers) }, fc.constant("pk_test_x")),
    idempotencyKey: fc.option(fc.stringMatching(/^[a-c]{1,2}$/), { freq: 4 }),
    body: schema === undefined ? fc.constant(undefined) : bodyOf(schemas, schema),
  });
  const valid = validPartsOf(known, operation);
  const choices = [
    { weight: 3, arbitrary: generated },
    ...(valid.length === 0 ? [] : [{ weight: 2, arbitrary: fc.constantFrom(...valid) }]),
  ];
  return fc.oneof(...choices).map((parts) => written({ path, method, operation }, parts));
}

function validPartsOf(known: Known, operation: Json): Parts[] {
  return (known.valid[operation.operationId] ?? []).map(({ path = {}, query = {}, bearer, body }) => ({
    path,
    query,
    bearer: bearer ?? (known.bearers[0] as string),
    idempotencyKey: null,
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
}

type Parts = {
  readonly path: Json;
  readonly query: Json;
  readonly bearer: string;
  readonly idempotencyKey: string | null;
  readonly body: string | undefined;
};

function written(
  { path, method, operation }: { readonly path: string; readonly method: string; readonly operation: Json },
  { path: values, query, bearer, idempotencyKey, body }: Parts,
): GeneratedRequest {
  const filled = path.replace(/\{(\w+)\}/g, (_match, name: string) => encode(values[name]) || "%20");
  const search = Object.entries<Json>(query)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join("&");
  return {
    operation: operation.operationId,
    method: method.toUpperCase(),
    path: search === "" ? filled : `${filled}?${search}`,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(idempotencyKey !== null && { "idempotency-key": idempotencyKey }),
    },
    ...(body !== undefined && { body }),
  };
}

type Schemas = { readonly document: Json; readonly known: Known };

function bodyOf(schemas: Schemas, schema: Json): fc.Arbitrary<string> {
  const valid = valueOfSchema(schemas, schema);
  return fc.oneof(
    { weight: 5, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: fc.tuple(valid, hostileJson, fc.nat()).map(([value, bad, at]) => damage(value, bad, at)) },
    { weight: 1, arbitrary: hostileJson },
  );
}

/** What the schema says. */
function valueOfSchema(schemas: Schemas, reference: Json): fc.Arbitrary<Json> {
  const schema = resolve(schemas.document, reference);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice: Json) => valueOfSchema(schemas, choice)));
  const types: string[] = [schema.type ?? "any"].flat();
  return fc.oneof(...types.map((type) => valueOfType(schemas, type, schema)));
}

function valueOfType(schemas: Schemas, type: string, schema: Json): fc.Arbitrary<Json> {
  const { minLength = 0, maxLength = 50, minimum = 0, maximum = 1_000, minItems = 0, maxItems = 5 } = schema;
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.oneof(fc.constantFrom(8453, 1, 56), fc.integer({ min: minimum, max: maximum }));
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "array": {
      const items = schema.items === undefined ? fc.jsonValue() : valueOfSchema(schemas, schema.items);
      return fc.array(items, { minLength: minItems, maxLength: Math.min(maxItems, 6) });
    }
    case "object": {
      if (schema.properties === undefined) {
        const value = schema.additionalProperties
          ? valueOfSchema(schemas, schema.additionalProperties)
          : fc.jsonValue();
        return fc.dictionary(fc.string({ minLength: 1, maxLength: 40 }), value, { maxKeys: 5 });
      }
      const properties = Object.entries<Json>(schema.properties).map(([name, property]) => [
        name,
        valueOfSchema(schemas, property),
      ]);
      return fc.record(Object.fromEntries(properties), { requiredKeys: schema.required ?? [] });
    }
    case "string":
      return textOf(schemas.known, schema, minLength, maxLength);
    default:
      return fc.jsonValue();
  }
}

function textOf(known: Known, schema: Json, minLength: number, maxLength: number): fc.Arbitrary<string> {
  if (schema.format === "uuid") return fc.oneof(fc.constantFrom(...known.ids), fc.uuid());
  if (schema.format === "uri") return fc.webUrl({ validSchemes: ["https"] });
  if (schema.format === "date-time") {
    const bounds = { min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true } as const;
    const soon = fc.integer({ min: 900, max: 2_592_000 }).map((seconds) => new Date(Date.now() + seconds * 1_000));
    return fc.oneof(fc.date(bounds), soon).map((time) => time.toISOString());
  }
  if (schema.pattern?.startsWith("^0x([0-9a-fA-F]{2})")) return fc.constant(`0x${"11".repeat(65)}`);
  if (schema.pattern?.includes("\\.\\d+"))
    return fc.constantFrom("1", "250.00", "12.500", "0.01", "999999999999.99", "0");
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  return fc.oneof(
    fc.constantFrom(...methods).filter((method) => method.length <= maxLength && method.length >= minLength),
    fc
      .string({ minLength, maxLength: Math.min(maxLength, 50), unit: "grapheme" })
      .filter(({ length }) => length <= maxLength),
  );
}

/** Names that get further where text is a method of JSON-RPC, and do no harm elsewhere. */
const methods = [
  "eth_call",
  "eth_chainId",
  "pm_getPaymasterData",
  "eth_sendUserOperation",
  "eth_feeHistory",
  "eth_getCode",
];

const hostileText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\0",
    "a\0b",
    "%",
    "../..",
    "null",
    "undefined",
    "__proto__",
    "-1",
    "0x12",
    "1e400",
    "2147483648",
    "9".repeat(78),
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "'; drop table payments; --",
    "\u{1f9fe}",
    "\u202e",
    "x".repeat(5_000),
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** JSON that no schema of ours asks for: as text, since some of it no value can be. */
const hostileJson = fc.oneof(
  hostileText.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    "null",
    "true",
    "[]",
    "{}",
    "1e400",
    "-0",
    "9007199254740993",
    "2147483648",
    "0.1",
    '"\\ud800"',
    '{"__proto__":{"a":1}}',
    '{"toString":1}',
    '{"constructor":{"prototype":{}}}',
    "[".repeat(500) + "]".repeat(500),
    `[${"0,".repeat(2_000)}0]`,
  ),
  fc.json({ maxDepth: 4 }),
);

/** One place of a value in JSON with something else in it. */
function damage(value: Json, bad: string, at: number): string {
  const places: { holder: Json; key: string }[] = [];
  const copy = { root: structuredClone(value) };
  const walk = (holder: Json, key: string): void => {
    places.push({ holder, key });
    const part = holder[key];
    if (part !== null && typeof part === "object") for (const inner of Object.keys(part)) walk(part, inner);
  };
  walk(copy, "root");
  const place = places[at % places.length];
  const marker = "the bad value";
  if (place) place.holder[place.key] = marker;
  return JSON.stringify(copy.root).replace(JSON.stringify(marker), () => bad);
}

function resolve(document: Json, part: Json): Json {
  if (!part.$ref) return part;
  const names: string[] = part.$ref.slice(2).split("/");
  return names.reduce((found, name) => found[name], document);
}

/** As a browser writes it; halves of surrogate pairs as bytes that are no UTF-8. */
function encode(value: unknown): string {
  const text = String(value);
  return text.isWellFormed() ? encodeURIComponent(text) : "%ed%a0%80";
}
