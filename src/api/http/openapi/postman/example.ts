import type { OpenAPIV3_1 } from "openapi-types";

type Schema = OpenAPIV3_1.SchemaObject | OpenAPIV3_1.ReferenceObject;

/** Of each format, and of what has no format, a value that is taken. */
const ofFormat: Readonly<Record<string, string>> = {
  uuid: "01900000-0000-7000-8000-000000000000",
  uri: "https://shop.example/",
  email: "ada@shop.example",
  "date-time": "2030-01-31T12:00:00.000Z",
  date: "2030-01-31",
};

/** Values for text of which only a pattern is known, the first that it takes. */
const samples = [
  "1",
  "10.00",
  "example",
  "0x2222222222222222222222222222222222222222",
  `0x${"22".repeat(32)}`,
  "0x",
  "USD",
  "#123456",
];

/**
 * A value of a schema, for a reader to change: what the schema gives as an example or begins its list with, and of an object the fields that are required.
 * It has the schema's type; a pattern that none of the samples meets stays unmet.
 */
export function exampleOf(schema: Schema, document: OpenAPIV3_1.Document): unknown {
  if ("$ref" in schema) return exampleOf(referred(schema, document), document);
  const [given = schema.example ?? schema.const ?? schema.default ?? schema.enum?.[0]] = schema.examples ?? [];
  if (given !== undefined) return given;
  const [part] = schema.anyOf ?? schema.oneOf ?? [];
  if (part) return exampleOf(part, document);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((each) => exampleOf(each, document)));
  const type = [schema.type].flat()[0];
  if (type === "object") return exampleObject(schema, document);
  if (type === "array") return "items" in schema && schema.minItems ? [exampleOf(schema.items, document)] : [];
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  return type === "null" ? null : exampleText(schema);
}

function exampleObject({ properties = {}, required = [] }: OpenAPIV3_1.SchemaObject, document: OpenAPIV3_1.Document) {
  const fields = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field, document)]));
}

function exampleText({ format = "", pattern, minLength = 0 }: OpenAPIV3_1.SchemaObject): string {
  const known = ofFormat[format];
  if (known !== undefined) return known;
  const fitting = samples.find((text) => (pattern === undefined ? text === "example" : new RegExp(pattern).test(text)));
  return (fitting ?? "example").padEnd(minLength, "x");
}

/** What a reference within the document stands for. */
export function referred<Target>({ $ref }: OpenAPIV3_1.ReferenceObject, document: OpenAPIV3_1.Document): Target {
  const names = $ref.slice(2).split("/");
  return names.reduce((part: unknown, name) => (part as Record<string, unknown>)[name], document) as Target;
}
